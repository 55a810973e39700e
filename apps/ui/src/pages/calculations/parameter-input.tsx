import { MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { inlineCode } from "../../values/inline-code.js";
import type { ParameterField } from "./parameter-fields.js";

export interface ParameterInputProps {
  field: ParameterField;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

const BOOLEANS = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** The input that fits a parameter. */
export function ParameterInput({ field, value, error, onChange }: ParameterInputProps) {
  const { name, kind, description, isRequired, choices, fallback, example, minimum, maximum } = field;
  const shared = {
    label: name,
    description: inlineCode(description),
    error,
    required: isRequired,
    withAsterisk: isRequired,
    placeholder:
      fallback !== undefined ? `${fallback} by default` : example !== undefined ? `such as ${example}` : undefined,
  };
  const text = value === undefined ? "" : String(value);
  const texts = value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  switch (kind) {
    case "choice":
      return <Select {...shared} clearable data={choices} value={text || null} onChange={onChange} />;
    case "boolean":
      return <Select {...shared} clearable data={BOOLEANS} value={text || null} onChange={onChange} />;
    case "choices":
      return <MultiSelect {...shared} clearable data={choices} value={texts} onChange={onChange} />;
    case "texts":
      // What was typed and not confirmed counts as well. A comma may be part of a name.
      return <TagsInput {...shared} splitChars={[]} acceptValueOnBlur value={texts} onChange={onChange} />;
    case "number":
      return (
        <TextInput
          {...shared}
          type="number"
          step="any"
          min={minimum}
          max={maximum}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case "text":
      return (
        <TextInput
          {...shared}
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}
