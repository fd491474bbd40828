/** Annotation of a Service by which GKE chooses its load balancer. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing */
export const BALANCER_TYPE = "networking.gke.io/load-balancer-type";
/** Its value for one that only the network reaches. Source: as {@link BALANCER_TYPE} */
export const BALANCER_INTERNAL = "Internal";
