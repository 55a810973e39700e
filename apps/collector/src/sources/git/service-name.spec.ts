import { afterEach, describe, expect, it } from "@jest/globals";
import { TestRepository } from "./fixtures/test-repository.js";
import { chooseServiceName, serviceNameOf } from "./service-name.js";

const directory = "/srv/checkouts/orders-main";
const never = new AbortController().signal;

describe("chooseServiceName", () => {
  it("takes the name in package.json first", () => {
    const packageJson = '{"name": "@acme/orders"}';
    expect(chooseServiceName({ packageJson, remoteUrl: "git@example.com:acme/shop.git", directory })).toBe(
      "@acme/orders",
    );
  });

  it.each([
    "git@example.com:acme/orders.git",
    "example.com:orders",
    "ssh://git@example.com:2222/acme/orders.git",
    "https://user:token@example.com/acme/orders",
    "https://example.com/acme/orders.git/",
    "file:///srv/git/orders.git",
    "/srv/a:b/orders.git",
    "../orders",
  ])("takes the last part of the remote %s", (remoteUrl) => {
    expect(chooseServiceName({ packageJson: "{}", remoteUrl, directory })).toBe("orders");
  });

  it.each([undefined, "", "{", "[]", "null", '{"name": 3}', '{"name": ""}', '{"name": "a\\u0000"}', '"name"'])(
    "takes the directory's name where there is no remote and package.json is %j",
    (packageJson) => {
      expect(chooseServiceName({ packageJson, directory })).toBe("orders-main");
    },
  );
});

describe("serviceNameOf", () => {
  let repository: TestRepository | undefined;
  afterEach(() => repository?.remove());

  it("asks the directory's package.json, else its repository, else takes its name", async () => {
    repository = TestRepository.create("checkout");
    expect(await serviceNameOf(repository.directory, never)).toBe("checkout");
    repository.git(["remote", "add", "origin", "git@example.com:acme/orders.git"]);
    expect(await serviceNameOf(repository.directory, never)).toBe("orders");
    repository.write("package.json", '{"name": "@acme/orders"}');
    expect(await serviceNameOf(repository.directory, never)).toBe("@acme/orders");
  });
});
