import { AppShell, Box, Burger, Group, Title, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet } from "@tanstack/react-router";
import { ColorSchemeToggle } from "./color-scheme-toggle.js";
import { LiveState } from "./live-state.js";
import { Navigation } from "./navigation.js";
import { SearchButton } from "./search-button.js";
import classes from "./shell.module.css";

/** The frame of every page: header with search, navigation, the page itself. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <UnstyledButton component={Link} to="/">
              <Group gap="xs" wrap="nowrap">
                <img src="./binnacle.svg" width={28} height={28} alt="" />
                <Title order={1} size="h4">
                  <Box component="span" visibleFrom="xs" aria-hidden>
                    Binnacle
                  </Box>
                  <VisuallyHidden>Binnacle, home</VisuallyHidden>
                </Title>
              </Group>
            </UnstyledButton>
          </Group>
          <SearchButton />
          <Group gap="xs" wrap="nowrap">
            <LiveState />
            <ColorSchemeToggle />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
