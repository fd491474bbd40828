import type { DiskClassSettings, StorageSettings } from "../schema/storage";

/** A StorageClass that the stack makes. */
export interface DiskClass {
  /** Name by which volumes ask for it; undefined for the one that they have without asking. */
  readonly key: string | undefined;
  /** Name in the cluster. */
  readonly className: string;
  readonly disks: DiskClassSettings;
}

/** The StorageClasses that a stack makes. One that exists already is not among them. */
export function diskClasses(storage: StorageSettings): readonly DiskClass[] {
  const { classes, className, create } = storage;
  return [
    ...(create ? [{ key: undefined, className, disks: storage }] : []),
    ...Object.entries(classes).map(([key, disks]) => ({ key, className: `${className}.${key}`, disks })),
  ];
}

/** Where the configuration says what a class is like: that of the stack's own, where there is none. */
export function diskClassPath(diskClass: DiskClass | undefined): readonly string[] {
  return diskClass?.key === undefined ? ["storage"] : ["storage", "classes", diskClass.key];
}

/** The class of a volume; undefined where the stack does not make it. */
export function diskClassOf(
  { storageClass }: { readonly storageClass?: string | undefined },
  storage: StorageSettings,
): DiskClass | undefined {
  return diskClasses(storage).find(({ key }) => key === storageClass);
}
