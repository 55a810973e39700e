import type { CalculationRegistry, CatalogAccess } from "@binnacle/calculation";
import type { CatalogPreview, Retention } from "@binnacle/ingest";
import { HealthModule, PlatformModule, type AppContext } from "@binnacle/platform";
import type { Database, ReadingField, TimeLimit } from "@binnacle/store";
import { type DynamicModule, Module } from "@nestjs/common";
import { ChangeFeed } from "./changes/change-feed.js";
import { ChangeLog } from "./changes/change-log.js";
import { ListMarks } from "./changes/list-marks.js";
import { AuditController } from "./http/audit/audit.controller.js";
import { ChangesController } from "./http/changes/changes.controller.js";
import { CalculationService } from "./calculations/calculation-service.js";
import { calculationController } from "./http/calculations/calculation-controller.js";
import { CalculationsController } from "./http/calculations/calculations.controller.js";
import { ContractController } from "./http/contract/contract.controller.js";
import { HousekeepingController } from "./http/housekeeping/housekeeping.controller.js";
import { IntakeController } from "./http/intake/intake.controller.js";
import { FindReadingsController } from "./http/readings/find-readings.controller.js";
import { ReadingsController } from "./http/readings/readings.controller.js";
import { RejectionsController } from "./http/rejections/rejections.controller.js";
import { RelationsController } from "./http/resources/relations.controller.js";
import { ResourcesController } from "./http/resources/resources.controller.js";
import { ReceiptsController } from "./http/receipts/receipts.controller.js";
import { SourcesController } from "./http/sources/sources.controller.js";
import { TypesController } from "./http/types/types.controller.js";
import { Intake, type RecordPublisher } from "./intake/intake.js";
import { RecordPlanner } from "./intake/record-planner.js";
import type { ProviderEnvironment } from "./provider-environment.js";
import { DeclaredFields } from "./readings/declared-fields.js";
import { QuerySlots } from "./readings/query-slots.js";
import { ReadingCatalog } from "./readings/reading-catalog.js";
import { ReadingSearch } from "./readings/reading-search.js";
import { Receipts } from "./receipts/receipts.js";
import { RejectionRedrive, type MessagePublisher } from "./rejections/rejection-redrive.js";
import { ResourceLists } from "./resources/resource-lists.js";
import { ResourceLookup } from "./resources/resource-lookup.js";
import { DATABASE } from "./tokens.js";

/** What the provider works with. */
export interface ProviderResources {
  database: Database;
  preview: CatalogPreview;
  publisher: RecordPublisher & MessagePublisher;
  /** For reads that may be expensive. */
  timeLimit: TimeLimit;
  fields: readonly ReadingField[];
  /** Reading types of which every accepted snapshot is kept. */
  historyTypes: ReadonlySet<string>;
  /** How long the series of some types are kept. */
  retention: Retention;
  calculations: { registry: CalculationRegistry; access: CatalogAccess };
}

/** Of the expensive queries, how many may run at once on the same behalf. */
const QUERY_SLOTS = 2;

@Module({})
export class ProviderModule {
  static forApp(context: AppContext<ProviderEnvironment>, resources: ProviderResources): DynamicModule {
    const { database, preview, publisher, timeLimit, fields, historyTypes, retention, calculations } = resources;
    const lookup = new ResourceLookup(database);
    const log = new ChangeLog(database);
    const receipts = new Receipts(database, { key: context.environment.BINNACLE_RECEIPT_KEY });
    return {
      module: ProviderModule,
      imports: [PlatformModule.forApp(context), HealthModule],
      controllers: [
        ResourcesController,
        RelationsController,
        ReadingsController,
        FindReadingsController,
        TypesController,
        ChangesController,
        CalculationsController,
        ...calculations.registry.list().map(calculationController),
        IntakeController,
        ReceiptsController,
        SourcesController,
        RejectionsController,
        HousekeepingController,
        ContractController,
        AuditController,
      ],
      providers: [
        { provide: DATABASE, useValue: database },
        { provide: ResourceLookup, useValue: lookup },
        { provide: ResourceLists, useValue: new ResourceLists(database, lookup) },
        { provide: ChangeFeed, useValue: new ChangeFeed(log, context.logger, context.metrics) },
        { provide: ListMarks, useValue: new ListMarks(log) },
        { provide: ReadingCatalog, useValue: new ReadingCatalog(database, lookup, historyTypes) },
        { provide: DeclaredFields, useValue: new DeclaredFields(fields) },
        { provide: ReadingSearch, useValue: new ReadingSearch(database, timeLimit, new QuerySlots(QUERY_SLOTS)) },
        { provide: CalculationService, useValue: new CalculationService(calculations.registry, calculations.access) },
        { provide: Intake, useValue: new Intake(publisher, receipts) },
        { provide: RecordPlanner, useValue: new RecordPlanner(preview, { keepHistory: historyTypes, retention }) },
        { provide: Receipts, useValue: receipts },
        { provide: RejectionRedrive, useValue: new RejectionRedrive(database, publisher) },
      ],
    };
  }
}
