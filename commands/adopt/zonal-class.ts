/** Name, within a stack, of the class whose disks lie in one zone each. */
export const ZONAL_CLASS = "zonal";
