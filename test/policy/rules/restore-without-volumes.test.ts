import { restoreWithoutVolumes } from "../../../policy/rules/restore-without-volumes";
import { ruleTest } from "../../support/rules";

ruleTest(restoreWithoutVolumes, {
  valid: {
    "policies for each volume": `
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { restoreConfig: { volumeDataRestorePolicyBindings: [{ policy: RESTORE_VOLUME_DATA_FROM_BACKUP }] } }`,
    "volumes that still exist": `
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { restoreConfig: { volumeDataRestorePolicy: REUSE_VOLUME_HANDLE_FROM_BACKUP } }`,
  },
  invalid: {
    "said so": {
      yaml: `
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { restoreConfig: { volumeDataRestorePolicy: NO_VOLUME_DATA_RESTORATION } }`,
      says: [/NO_VOLUME_DATA_RESTORATION/],
    },
  },
});
