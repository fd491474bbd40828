/**
 * Ports on which data services wait for clients, and by which name.
 * Source: IANA's registry of service names and port numbers, and the documentation of the services that are not in it.
 */
export const DATA_PORTS: Readonly<Record<number, string>> = {
  1433: "SQL Server",
  1521: "Oracle Database",
  2181: "ZooKeeper",
  2379: "etcd",
  3306: "MySQL",
  5432: "PostgreSQL",
  5672: "RabbitMQ",
  5984: "CouchDB",
  6379: "Redis",
  7687: "Neo4j",
  8086: "InfluxDB",
  8529: "ArangoDB",
  9042: "Cassandra",
  9092: "Kafka",
  9200: "Elasticsearch",
  9300: "Elasticsearch",
  11211: "memcached",
  26257: "CockroachDB",
  27017: "MongoDB",
  28015: "RethinkDB",
};
