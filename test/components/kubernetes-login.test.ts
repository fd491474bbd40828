import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { loginFault } from "../../cluster/login-fault";
import { execPlugin } from "../../components/kubernetes-login";
import { folderOfPrograms, folderWith } from "../support/files";

const pathOf = (...names: readonly string[]): string =>
  folderOfPrograms(Object.fromEntries(names.map((name) => [name, "#!/bin/sh\n"])));

describe("the login to a cluster", () => {
  const PLUGIN = "gke-gcloud-auth-plugin";

  it("takes the credentials of the Google Cloud provider, or those of gcloud where it is asked for", () => {
    assert.deepEqual(execPlugin("application-default")["args"], ["--use_application_default_credentials"]);
    assert.equal(execPlugin("gcloud")["args"], undefined);
  });

  it("is refused before the cluster is made where a program is missing, with the way to get it", () => {
    const none = { PATH: folderWith({}) };
    assert.match(
      String(loginFault("application-default", none)),
      /^gke-gcloud-auth-plugin is not on the PATH.*gcloud components install/,
    );
    const plain = folderWith({ [PLUGIN]: "" });
    chmodSync(`${plain}/${PLUGIN}`, 0o644);
    assert.match(String(loginFault("application-default", { PATH: plain })), /^gke-gcloud-auth-plugin is not/);
    assert.match(String(loginFault("gcloud", { PATH: pathOf(PLUGIN) })), /^gcloud is not on the PATH/);
    assert.equal(loginFault("application-default", { PATH: pathOf(PLUGIN) }), undefined);
    assert.equal(loginFault("gcloud", { PATH: pathOf(PLUGIN, "gcloud") }), undefined);
  });

  for (const variable of ["GOOGLE_OAUTH_ACCESS_TOKEN", "GOOGLE_CREDENTIALS"]) {
    it(`is refused where ${variable} gives the provider an account that the plugin does not know`, () => {
      const env = { PATH: pathOf(PLUGIN, "gcloud"), [variable]: "x" };
      assert.match(
        String(loginFault("application-default", env)),
        new RegExp(`^${variable} is set, .* in GOOGLE_APPLICATION_CREDENTIALS`),
      );
      assert.equal(loginFault("application-default", { ...env, GOOGLE_APPLICATION_CREDENTIALS: "/f" }), undefined);
      assert.match(String(loginFault("gcloud", env)), /Set CLOUDSDK_AUTH_ACCESS_TOKEN/);
      assert.equal(loginFault("gcloud", { ...env, CLOUDSDK_AUTH_ACCESS_TOKEN: "x" }), undefined);
      assert.equal(loginFault("gcloud", { ...env, [variable]: "" }), undefined, "an empty one is none");
    });
  }
});
