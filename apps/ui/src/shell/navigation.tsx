import { NavLink } from "@mantine/core";
import { IconHome, IconTopologyStar } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";

const PAGES = [
  { to: "/", label: "Home", icon: IconHome },
  { to: "/explorer", label: "Explorer", icon: IconTopologyStar },
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
