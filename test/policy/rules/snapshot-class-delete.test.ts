import { snapshotClassDelete } from "../../../policy/rules/snapshot-class-delete";
import { ruleTest } from "../../support/rules";

ruleTest(snapshotClassDelete, {});
