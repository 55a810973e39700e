import type { DBInstance } from "@aws-sdk/client-rds";
import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  rdsInstance,
  type Reference,
  referenceTo,
  service,
  type Timestamp,
  timestampFromEpochMillis,
} from "@binnacle/contract";
import { parseArn } from "../../aws/aws-source.js";
import type { RdsOptions } from "./rds.options.js";

/** The value of `RdsInstanceInfo`. */
export interface RdsInstanceInfo {
  engine: string;
  version: string;
  class: string;
  status: string;
  createdOn?: Timestamp;
  zone?: string;
  isMultiZone: boolean;
  isPublic: boolean;
  isDeletionProtected: boolean;
  endpoint?: { address: string; port: number };
  storage: { type?: string; gibibytes?: number; maxGibibytes?: number; iops?: number; isEncrypted: boolean };
  backups: {
    retentionDays: number;
    window?: string;
    /** The day up to which it can be restored; the time moves every five minutes, and would make every run a change. */
    restorableUpTo?: string;
  };
  maintenanceWindow?: string;
  /** What waits for the next maintenance: names of settings, no values. */
  pendingChanges?: string[];
  certificate?: { authority?: string; validUntil?: Timestamp };
  cluster?: string;
  replicaOf?: string;
  replicas?: string[];
  tags?: Record<string, string>;
  /** That uses it, by its tag. */
  service?: Reference;
}

type MappingOptions = Pick<RdsOptions, "serviceTag" | "tags">;

/** Everything that is published of one database instance; nothing where AWS gives no ARN. */
export function mapDatabaseInstance(instance: DBInstance, options: MappingOptions): CatalogRecord[] {
  const arn = parseArn(instance.DBInstanceArn);
  if (!arn || !instance.DBInstanceIdentifier) return [];
  const address = rdsInstance(arn.account, arn.region, instance.DBInstanceIdentifier);
  return [resource(address), reading(address, "RdsInstanceInfo", infoOf(instance, options))];
}

function infoOf(instance: DBInstance, { serviceTag, tags }: MappingOptions): RdsInstanceInfo {
  const all = new Map(instance.TagList?.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  const shown = tags.filter((tag) => all.has(tag)).map((tag) => [tag, all.get(tag)!] as const);
  const user = all.get(serviceTag);
  return compact({
    engine: instance.Engine ?? "",
    version: instance.EngineVersion ?? "",
    class: instance.DBInstanceClass ?? "",
    status: instance.DBInstanceStatus ?? "unknown",
    createdOn: timeOf(instance.InstanceCreateTime),
    zone: instance.AvailabilityZone,
    isMultiZone: instance.MultiAZ ?? false,
    isPublic: instance.PubliclyAccessible ?? false,
    isDeletionProtected: instance.DeletionProtection ?? false,
    endpoint: endpointOf(instance),
    storage: compact({
      type: instance.StorageType,
      gibibytes: instance.AllocatedStorage,
      maxGibibytes: instance.MaxAllocatedStorage,
      iops: instance.Iops,
      isEncrypted: instance.StorageEncrypted ?? false,
    }),
    backups: compact({
      retentionDays: instance.BackupRetentionPeriod ?? 0,
      window: instance.PreferredBackupWindow,
      restorableUpTo: timeOf(instance.LatestRestorableTime)?.slice(0, 10),
    }),
    maintenanceWindow: instance.PreferredMaintenanceWindow,
    pendingChanges: namesIn(Object.entries(instance.PendingModifiedValues ?? {})),
    certificate: certificateOf(instance),
    cluster: instance.DBClusterIdentifier,
    replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier,
    replicas: nonEmpty(instance.ReadReplicaDBInstanceIdentifiers?.toSorted()),
    tags: shown.length > 0 ? Object.fromEntries(shown) : undefined,
    service: user ? referenceTo(service(user)) : undefined,
  });
}

function endpointOf({ Endpoint }: DBInstance): RdsInstanceInfo["endpoint"] {
  return Endpoint?.Address ? { address: Endpoint.Address, port: Endpoint.Port ?? 0 } : undefined;
}

function certificateOf({ CertificateDetails, CACertificateIdentifier }: DBInstance): RdsInstanceInfo["certificate"] {
  const authority = CertificateDetails?.CAIdentifier ?? CACertificateIdentifier;
  const validUntil = timeOf(CertificateDetails?.ValidTill);
  return authority || validUntil ? compact({ authority, validUntil }) : undefined;
}

function namesIn(entries: readonly (readonly [string, unknown])[]): string[] | undefined {
  return nonEmpty(entries.flatMap(([name, value]) => (value == null ? [] : [name])).toSorted());
}

function nonEmpty(texts: string[] | undefined): string[] | undefined {
  return texts && texts.length > 0 ? texts : undefined;
}

function timeOf(date: Date | undefined): Timestamp | undefined {
  return date && timestampFromEpochMillis(date.getTime());
}

/** Without what AWS did not say. */
function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
