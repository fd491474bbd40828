import { daemonLikeSet } from "../../../policy/rules/daemon-like-set";
import { ruleTest } from "../../support/rules";

ruleTest(daemonLikeSet, {});
