/** Tests run on the TypeScript sources: the custom export condition leads from a package name to its `src`. */
export default {
  rootDir: import.meta.dirname,
  testMatch: ["<rootDir>/{libs,apps}/*/src/**/*.spec.ts?(x)", "<rootDir>/{migrations,test,bench}/src/**/*.spec.ts"],
  modulePathIgnorePatterns: ["/dist/", "<rootDir>/.binnacle/"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  testEnvironment: "<rootDir>/libs/testing/jest/environment.js",
  testEnvironmentOptions: { customExportConditions: ["@binnacle/source", "node", "node-addons"] },
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": ["@swc/jest", compilerOptions({ syntax: "typescript", decorators: true })],
    "^.+\\.tsx$": ["@swc/jest", compilerOptions({ syntax: "typescript", tsx: true })],
  },
  globalSetup: "<rootDir>/libs/testing/jest/global-setup.js",
  globalTeardown: "<rootDir>/libs/testing/jest/global-teardown.js",
  testSequencer: "<rootDir>/libs/testing/jest/sequencer.js",
  maxWorkers: 2,
  // For a machine that does much else: what hangs is told of late, what is slow does not fail.
  testTimeout: 120_000,
};

function compilerOptions(parser) {
  return {
    jsc: {
      target: "es2024",
      parser,
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: "automatic" },
      },
    },
    module: { type: "es6" },
    sourceMaps: "inline",
  };
}
