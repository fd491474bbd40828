import { helmReleaseUnseen } from "../../../policy/rules/helm-release-unseen";
import { ruleTest } from "../../support/rules";

ruleTest(helmReleaseUnseen, {});
