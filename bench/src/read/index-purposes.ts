/** What indexes are for besides the reads of the battery: writing, the change feed, housekeeping. */
export const INDEX_PURPOSES: Readonly<Record<string, string>> = {
  audit_pkey: "the key",
  change_by_order: "the change feed: what came after a place, in the order in which readers are told",
  change_by_time: "housekeeping: changes of more than a day ago",
  change_pkey: "the change feed: a transaction by its id; one row a transaction",
  claim_pkey: "the sink: the newest time of a Resource and source; sweeps: who else claims a Resource",
  housekeeping_decision_by_resource:
    "the housekeeper: what was decided of a Resource, when it is erased or a decision undone",
  housekeeping_decision_pkey: "undoing a run; what a run removed",
  housekeeping_plan_open: "one open plan of a rule and type; the housekeeper: those that wait",
  housekeeping_plan_pkey: "approving and refusing a plan",
  housekeeping_run_pkey: "undoing a run",
  receipt_by_time: "housekeeping: receipts of more than a week ago",
  receipt_key_pkey: "the key that receipts are signed with: one row",
  receipt_pkey: "receipts; the sink: a redelivery writes nothing",
  reference_pkey: "the sink: a reading's references are written as a difference",
  rejection_pkey: "redriving and deleting a rejection; the sink: a repeat raises its count",
  resource_pkey: "the sink: Resources are read, locked and written by id",
  series_pkey: "the sink: a redelivery adds nothing; housekeeping: what is past its retention",
  snapshot_pkey: "the sink: the snapshot of a Resource and type",
  sweep_source_resource_type_parent_id_started_on_count_key: "the sink: a sweep that is delivered again adds nothing",
  tombstone_pkey: "housekeeping: when a Resource's tombstone was made",
};
