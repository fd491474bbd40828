import { Big } from "big.js";

/**
 * Prices that are the same in every region and not in the price table, in US dollars. Read in 2026; each has its source.
 */

/** Hours of a month, as Google's calculator counts them. */
export const HOURS_A_MONTH = 730;

/**
 * Management fee of a cluster for an hour, zonal or regional.
 * Source: https://cloud.google.com/kubernetes-engine/pricing
 */
export const CLUSTER_HOUR = new Big("0.10");

/**
 * Credit for each month and billing account, for zonal and Autopilot clusters, never for regional ones.
 * Source: https://cloud.google.com/kubernetes-engine/pricing
 */
export const FREE_TIER_MONTH = new Big("74.40");

/** Cloud NAT. Source: https://cloud.google.com/nat/pricing */
export const NAT = {
  /** For each machine behind the gateway and hour. */
  machineHour: new Big("0.0014"),
  /** Machines beyond which the price of a gateway is fixed. */
  machines: 32,
  /** For a gateway with more machines, each hour. */
  gatewayHour: new Big("0.044"),
  /** For each GiB in either direction. */
  gib: new Big("0.045"),
} as const;

/** External address in use, for an hour. Source: https://cloud.google.com/vpc/network-pricing#ipaddress */
export const ADDRESS_HOUR = new Big("0.005");

/** Traffic between zones for each GiB. Source: https://cloud.google.com/vpc/network-pricing */
export const INTER_ZONE_GIB = new Big("0.01");

/** Cloud Logging. Source: https://cloud.google.com/stackdriver/pricing */
export const LOGGING = {
  /** For each GiB beyond the free ones. */
  gib: new Big("0.50"),
  /** Free for each project and month, in GiB. */
  freeGib: 50,
} as const;
