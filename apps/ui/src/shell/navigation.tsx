import { NavLink } from "@mantine/core";
import {
  IconArrowsDiff,
  IconCalculator,
  IconHome,
  IconRoute,
  IconServer2,
  IconTarget,
  IconTopologyStar,
} from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";

const PAGES = [
  { to: "/", label: "Home", icon: IconHome },
  { to: "/services", label: "Services", icon: IconServer2 },
  { to: "/explorer", label: "Explorer", icon: IconTopologyStar },
  { to: "/compare", label: "Compare", icon: IconArrowsDiff },
  { to: "/impact", label: "Impact", icon: IconTarget },
  { to: "/calculations", label: "Calculations", icon: IconCalculator },
  { to: "/pipeline", label: "Pipeline", icon: IconRoute },
] as const;

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label="Pages">
      {PAGES.map(({ to, label, icon: Icon }) => {
        const isActive = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
        return (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            leftSection={<Icon size={18} aria-hidden />}
            active={isActive}
            aria-current={isActive ? "page" : undefined}
            onClick={onNavigate}
          />
        );
      })}
    </nav>
  );
}
