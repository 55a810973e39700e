import type { PackageCoordinates } from "@binnacle/contract";

/** Real packages, some of them in versions with known vulnerabilities. */
export const PACKAGES: readonly (PackageCoordinates & { version: string })[] = [
  { type: "maven", namespace: "org.apache.logging.log4j", name: "log4j-core", version: "2.14.1" },
  { type: "maven", namespace: "org.apache.logging.log4j", name: "log4j-core", version: "2.23.1" },
  { type: "maven", namespace: "org.springframework", name: "spring-core", version: "6.1.6" },
  { type: "maven", namespace: "org.springframework.boot", name: "spring-boot", version: "3.2.5" },
  { type: "maven", namespace: "com.fasterxml.jackson.core", name: "jackson-databind", version: "2.15.2" },
  { type: "maven", namespace: "org.yaml", name: "snakeyaml", version: "1.30" },
  { type: "maven", namespace: "io.netty", name: "netty-handler", version: "4.1.94.Final" },
  { type: "npm", name: "lodash", version: "4.17.15" },
  { type: "npm", name: "lodash", version: "4.17.21" },
  { type: "npm", name: "express", version: "4.19.2" },
  { type: "npm", name: "axios", version: "1.5.1" },
  { type: "npm", name: "minimist", version: "1.2.5" },
  { type: "npm", name: "semver", version: "7.6.0" },
  { type: "npm", name: "zod", version: "3.23.8" },
  { type: "npm", name: "react", version: "18.3.1" },
  { type: "npm", name: "ws", version: "8.16.0" },
  { type: "pypi", name: "requests", version: "2.31.0" },
  { type: "pypi", name: "django", version: "4.2.11" },
  { type: "golang", namespace: "golang.org/x", name: "net", version: "v0.22.0" },
  { type: "golang", namespace: "github.com/gin-gonic", name: "gin", version: "v1.9.1" },
];

/** By `name@version`; published advisories, shortened. */
export const VULNERABILITIES: Readonly<Record<string, readonly object[]>> = {
  "log4j-core@2.14.1": [
    {
      id: "GHSA-jfh8-c2jp-5v3q",
      aliases: ["CVE-2021-44228"],
      severity: "critical",
      score: 10,
      summary: "Remote code injection in Log4j",
      fixedIn: ["2.15.0"],
      url: "https://osv.dev/vulnerability/GHSA-jfh8-c2jp-5v3q",
    },
  ],
  "snakeyaml@1.30": [
    {
      id: "GHSA-mjmj-j48q-9wg2",
      aliases: ["CVE-2022-1471"],
      severity: "high",
      score: 8.3,
      summary: "SnakeYaml Constructor Deserialization Remote Code Execution",
      fixedIn: ["2.0"],
      url: "https://osv.dev/vulnerability/GHSA-mjmj-j48q-9wg2",
    },
  ],
  "lodash@4.17.15": [
    {
      id: "GHSA-35jh-r3h4-6jhm",
      aliases: ["CVE-2021-23337"],
      severity: "high",
      score: 7.2,
      summary: "Command Injection in lodash",
      fixedIn: ["4.17.21"],
      url: "https://osv.dev/vulnerability/GHSA-35jh-r3h4-6jhm",
    },
  ],
  "minimist@1.2.5": [
    {
      id: "GHSA-xvch-5gv4-984h",
      aliases: ["CVE-2021-44906"],
      severity: "critical",
      score: 9.8,
      summary: "Prototype Pollution in minimist",
      fixedIn: ["1.2.6"],
      url: "https://osv.dev/vulnerability/GHSA-xvch-5gv4-984h",
    },
  ],
  "axios@1.5.1": [
    {
      id: "GHSA-wf5p-g6vw-rhxx",
      aliases: ["CVE-2023-45857"],
      severity: "medium",
      score: 6.5,
      summary: "Axios Cross-Site Request Forgery Vulnerability",
      fixedIn: ["1.6.0"],
      url: "https://osv.dev/vulnerability/GHSA-wf5p-g6vw-rhxx",
    },
  ],
};
