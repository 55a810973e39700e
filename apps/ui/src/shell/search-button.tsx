import { ActionIcon, Button, Kbd } from "@mantine/core";
import { openSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { Search } from "../search/search.js";

/** Opens the search; Ctrl+K or / do so from everywhere. */
export function SearchButton() {
  return (
    <>
      <Button
        variant="default"
        visibleFrom="sm"
        w={320}
        justify="space-between"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onClick={openSpotlight}
      >
        Search the catalog
      </Button>
      <ActionIcon variant="default" size="lg" hiddenFrom="sm" aria-label="Search the catalog" onClick={openSpotlight}>
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
      <Search />
    </>
  );
}
