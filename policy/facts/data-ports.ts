/**
 * Ports on which data services wait for clients, and by which name.
 * Source: IANA's registry of service names and port numbers, and the documentation of the services that are not in it.
 */
export const DATA_PORTS: Readonly<Record<number, string>> = {
  1433: "SQL Server",
  1521: "Oracle Database",
  2181: "ZooKeeper",
  2379: "etcd",
  2380: "etcd",
  3306: "MySQL",
  4222: "NATS",
  5432: "PostgreSQL",
  5671: "RabbitMQ",
  5672: "RabbitMQ",
  5984: "CouchDB",
  6333: "Qdrant",
  6379: "Redis",
  7474: "Neo4j",
  7687: "Neo4j",
  8086: "InfluxDB",
  8123: "ClickHouse",
  8529: "ArangoDB",
  8983: "Solr",
  9042: "Cassandra",
  9092: "Kafka",
  9200: "Elasticsearch",
  9300: "Elasticsearch",
  11211: "memcached",
  15672: "RabbitMQ",
  26257: "CockroachDB",
  26379: "Redis Sentinel",
  27017: "MongoDB",
  27018: "MongoDB",
  27019: "MongoDB",
  28015: "RethinkDB",
  33060: "MySQL",
};

/**
 * Ports that mean a data service only where its image says so, by a part of the image's name (policy/facts/data-services.ts).
 * Sources: the documentation of ClickHouse, Kafka and MinIO.
 */
export const PORTS_OF_IMAGES: Readonly<Record<string, readonly number[]>> = {
  clickhouse: [9000, 9440],
  kafka: [9093, 9094],
  minio: [9000],
};
