/** Address of the API. Source: https://cloud.google.com/billing/docs/reference/rest */
export const CATALOG_URL = "https://cloudbilling.googleapis.com";
/** Environment variable that holds the key, so that no list of processes and no shell history does. */
export const KEY_VARIABLE = "GOOGLE_API_KEY";
