import { ActionIcon, Group, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconChevronDown, IconChevronRight, IconCopy } from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { ExactNumber } from "./exact-number.js";
import { childrenOf, matchesText, summaryOf } from "./json-nodes.js";
import classes from "./json-tree.module.css";
import { SafeLink } from "./safe-link.js";

/** Levels that are open at first. */
const OPEN_LEVELS = 2;
/** Children of one node shown at a time. */
const PAGE = 200;

/** A JSON value to look through: nodes open and close, can be searched for and copied. */
export function JsonTree({ value }: { value: unknown }) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim().toLowerCase());
  return (
    <div>
      <Group mb="xs" wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          placeholder="Search keys and values"
          aria-label="Search keys and values"
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Copy text={() => JSON.stringify(value, null, 2)} label="Copy as JSON" />
      </Group>
      <div className={classes.tree}>
        <Node name={undefined} value={value} depth={0} search={wanted} />
      </div>
    </div>
  );
}

interface NodeProps {
  name: string | undefined;
  value: unknown;
  depth: number;
  search: string;
}

function Node({ name, value, depth, search }: NodeProps) {
  const [isOpen, setOpen] = useState(depth < OPEN_LEVELS);
  const [shown, setShown] = useState(PAGE);
  const children = childrenOf(value);
  if (children === undefined) return <Leaf name={name} value={value} />;

  const kept = search === "" ? children : children.filter(([key, child]) => matchesText(key, child, search));
  const isShown = isOpen || search !== "";
  const Icon = isShown ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton className={classes.node} aria-expanded={isShown} onClick={() => setOpen(!isOpen)}>
        <Icon size={14} aria-hidden /> {name !== undefined && <span className={classes.name}>{name}: </span>}
        <Text span c="dimmed" size="xs">
          {summaryOf(value)}
        </Text>
      </UnstyledButton>
      {isShown && (
        <div className={classes.children}>
          {kept.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={key} value={child} depth={depth + 1} search={search} />
          ))}
          {kept.length > shown && (
            <UnstyledButton className={classes.more} onClick={() => setShown(shown + PAGE)}>
              Show {Math.min(PAGE, kept.length - shown)} more of {kept.length - shown}
            </UnstyledButton>
          )}
        </div>
      )}
    </div>
  );
}

function Leaf({ name, value }: { name: string | undefined; value: unknown }) {
  return (
    <div className={classes.leaf}>
      {name !== undefined && <span className={classes.name}>{name}: </span>}
      <span
        className={classes.value}
        data-kind={value === null ? "null" : value instanceof ExactNumber ? "number" : typeof value}
      >
        <SafeLink href={value} />
      </span>
      <Copy text={() => (typeof value === "string" ? value : String(value))} label={`Copy ${name ?? "value"}`} />
    </div>
  );
}

function Copy({ text, label }: { text: () => string; label: string }) {
  const { copied, copy } = useClipboard();
  return (
    <Tooltip label={copied ? "Copied" : label}>
      <ActionIcon
        variant="subtle"
        size="sm"
        className={classes.copy}
        data-copied={copied || undefined}
        aria-label={label}
        onClick={() => copy(text())}
      >
        {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}
