import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { execPlugin, loginFault } from "../../components/kubernetes-login";
import { folderWith } from "../support/files";

/** A folder with programs that can be run. */
function folderOf(...names: readonly string[]): string {
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, "#!/bin/sh\n"])));
  names.forEach((name) => {
    chmodSync(`${folder}/${name}`, 0o755);
  });
  return folder;
}

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
    assert.match(String(loginFault("gcloud", { PATH: folderOf(PLUGIN) })), /^gcloud is not on the PATH/);
    assert.equal(loginFault("application-default", { PATH: folderOf(PLUGIN) }), undefined);
    assert.equal(loginFault("gcloud", { PATH: folderOf(PLUGIN, "gcloud") }), undefined);
  });

  for (const variable of ["GOOGLE_OAUTH_ACCESS_TOKEN", "GOOGLE_CREDENTIALS"]) {
    it(`is refused where ${variable} gives the provider an account that the plugin does not know`, () => {
      const env = { PATH: folderOf(PLUGIN, "gcloud"), [variable]: "x" };
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
