import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { DRILLS } from "../commands/rehearse/drills";
import { ROOT } from "./support/stacks";

const files = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).toSorted();
const source = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ESNext, true);

const isComponent = (file: string): boolean => source(file).statements.some(ts.isClassDeclaration);

describe("conventions", () => {
  it("every component and every rule has its test", () => {
    // What else is tested, and how well, is what npm run coverage measures.
    const named = [...files("components/*.ts").filter(isComponent), ...files("policy/rules/*.ts")];
    assert.ok(named.length > 100, "they are where this looks for them");
    assert.deepEqual(
      named.filter((file) => !existsSync(join(ROOT, "test", file.replace(/\.ts$/, ".test.ts")))),
      [],
    );
  });

  it("every drill has the file of its name", () => {
    assert.deepEqual(
      DRILLS.map(({ id }) => id).filter((id) => !existsSync(join(ROOT, "commands/rehearse/drills", `${id}.ts`))),
      [],
    );
  });

  for (const file of files("components/*.ts")) {
    for (const declaration of source(file)
      .statements.filter(ts.isInterfaceDeclaration)
      .filter(({ name }) => name.text.endsWith("Args"))) {
      for (const member of declaration.members) {
        const name = `${declaration.name.text}.${member.name?.getText() ?? ""}`;
        it(`${name} is documented, read-only, and names its default`, () => {
          const docs = ts.getJSDocCommentsAndTags(member);
          assert.ok(docs.length > 0, "a doc comment");
          assert.ok(
            ts.isPropertySignature(member) &&
              member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword),
            "readonly",
          );
          const byDefault = ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "default");
          assert.equal(byDefault, member.questionToken !== undefined, "@default on what is optional, and only there");
        });
      }
    }
  }

  for (const file of files("components/*.ts")) {
    const components = source(file).statements.filter(ts.isClassDeclaration);
    for (const component of components) {
      it(`${component.name?.text ?? file} is a component like the others`, () => {
        const text = component.getText();
        assert.equal(components.length, 1, "one component, one file");
        assert.match(
          text,
          new RegExp(
            `super\\("gke-stateful:index:${component.name!.text}"|super\\(\\s*"gke-stateful:index:${component.name!.text}"`,
          ),
        );
        assert.match(text, /this\.registerOutputs\(/);
        const constructor = component.members.find(ts.isConstructorDeclaration)!;
        assert.ok(constructor.getText().split("\n").length <= 40, "a constructor is a table of contents");
        assert.ok(ts.getJSDocCommentsAndTags(component).length > 0, "a doc comment");
        assert.equal(
          basename(file, ".ts"),
          component.name!.text.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).toLowerCase(),
          "the file has its name",
        );
      });
    }
  }

  it("no file of the program asks with || for a default", () => {
    for (const file of files("{cluster,commands,components,config,delivery,platform,policy}/**/*.ts")) {
      assert.doesNotMatch(readFileSync(join(ROOT, file), "utf8"), /\|\| (?:"|\[|\{|\d)/, file);
    }
  });

  it("index.ts reads as a table of contents", () => {
    assert.ok(readFileSync(join(ROOT, "index.ts"), "utf8").split("\n").length <= 80);
  });
});
