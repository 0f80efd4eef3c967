-- A database as version 0.1.0 left it: its schema, and four rows in every table.
BEGIN TRANSACTION;
CREATE TABLE "account" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "telegram_id" BIGINT NOT NULL UNIQUE,
    "first_name" VARCHAR(200) NOT NULL,
    "language" VARCHAR(5) NOT NULL,
    "time_zone" VARCHAR(60) NOT NULL,
    "remind_hour" SMALLINT NOT NULL,
    "reachable" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL
, "default_vehicle_id" BIGINT);
CREATE TABLE "album" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "group" VARCHAR(64) NOT NULL,
    "part_at" BIGINT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_album_owner_i_61ef6d" UNIQUE ("owner_id", "group")
);
CREATE TABLE "catalogue_entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "make" VARCHAR(60) NOT NULL,
    "model" VARCHAR(80) NOT NULL,
    "make_key" VARCHAR(60) NOT NULL,
    "model_key" VARCHAR(80) NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* PROPOSED: proposed\nAPPROVED: approved\nREFUSED: refused */,
    "created_at" TIMESTAMP NOT NULL,
    "proposed_by_id" BIGINT REFERENCES "account" ("id") ON DELETE SET NULL,
    CONSTRAINT "uid_catalogue_e_make_ke_b2911a" UNIQUE ("make_key", "model_key")
);
CREATE TABLE "chat_state" (
    "chat_id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "flow" VARCHAR(40) NOT NULL,
    "step" VARCHAR(40) NOT NULL,
    "draft" TEXT NOT NULL,
    "version" INT NOT NULL,
    "updated_at" BIGINT NOT NULL
);
CREATE TABLE "cluster_replacement" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "replaced_on" DATE NOT NULL,
    "old_kilometres" INT NOT NULL,
    "new_kilometres" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "cost" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(24) NOT NULL  /* INSURANCE: insurance\nTAX: tax\nPARKING: parking\nTOLL: toll\nFINE: fine\nCREDIT: credit\nWASH: wash\nCHARGING_SUBSCRIPTION: charging_subscription\nREGISTRATION: registration\nOTHER: other */,
    "label" VARCHAR(120),
    "amount_cents" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "paid_on" DATE NOT NULL,
    "period_months" SMALLINT,
    "ends_on" DATE,
    "created_at" TIMESTAMP NOT NULL,
    "deleted_at" TIMESTAMP,
    "reminder_id" BIGINT REFERENCES "reminder" ("id") ON DELETE SET NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "document" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(12) NOT NULL  /* RECEIVED: received\nPROPOSED: proposed\nKEPT: kept\nDISCARDED: discarded\nREFUSED: refused */,
    "kind" VARCHAR(20),
    "telegram_file" VARCHAR(200) NOT NULL,
    "file_name" VARCHAR(255),
    "mime_type" VARCHAR(100),
    "size" INT,
    "digest" VARCHAR(64),
    "preview" VARCHAR(40),
    "pages" INT,
    "title" VARCHAR(120),
    "dated_on" DATE,
    "refusal" VARCHAR(60),
    "revision" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE SET NULL
, "album_id" BIGINT, "sent_as" BIGINT);
CREATE TABLE "extracted_field" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    "value" TEXT,
    "confidence" REAL NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "seen" VARCHAR(120),
    "corrected" INT NOT NULL,
    "document_id" BIGINT NOT NULL REFERENCES "document" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_extracted_f_documen_046cc5" UNIQUE ("document_id", "name")
);
CREATE TABLE "extracted_line" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "position" SMALLINT NOT NULL,
    "description" VARCHAR(300) NOT NULL,
    "quantity" VARCHAR(40),
    "unit_price" VARCHAR(40),
    "total" VARCHAR(40),
    "document_id" BIGINT NOT NULL REFERENCES "document" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_extracted_l_documen_e5ffc7" UNIQUE ("document_id", "position")
);
CREATE TABLE "fill_up" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "filled_on" DATE NOT NULL,
    "energy" VARCHAR(20) NOT NULL  /* PETROL: petrol\nDIESEL: diesel\nHYBRID: hybrid\nPLUG_IN_HYBRID: plug_in_hybrid\nELECTRIC: electric\nLPG: lpg\nCNG: cng\nETHANOL: ethanol\nHYDROGEN: hydrogen\nOTHER: other */,
    "unit" VARCHAR(3) NOT NULL  /* LITRE: l\nKWH: kWh\nKG: kg */,
    "quantity_milli" BIGINT,
    "total_cents" BIGINT,
    "currency" VARCHAR(3) NOT NULL,
    "unit_price" VARCHAR(40),
    "full" INT,
    "missed" INT NOT NULL,
    "kilometres" INT,
    "station" VARCHAR(120),
    "place" VARCHAR(8),
    "created_at" TIMESTAMP NOT NULL,
    "deleted_at" TIMESTAMP,
    "reading_id" BIGINT REFERENCES "odometer_reading" ("id") ON DELETE SET NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "home_tariff" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "unit_price" VARCHAR(40) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "owner_id" BIGINT NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "inspection" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "done_on" DATE NOT NULL,
    "result" VARCHAR(12) NOT NULL,
    "valid_until" DATE,
    "created_at" TIMESTAMP NOT NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_inspection_vehicle_acad75" UNIQUE ("vehicle_id", "done_on")
);
CREATE TABLE "job" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "queue" VARCHAR(20) NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    "payload" TEXT NOT NULL,
    "key" VARCHAR(80),
    "state" VARCHAR(8) NOT NULL,
    "attempts" INT NOT NULL,
    "run_at" BIGINT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "error" VARCHAR(300)
);
CREATE TABLE "lease" (
    "name" VARCHAR(40) NOT NULL  PRIMARY KEY,
    "owner" BIGINT NOT NULL,
    "seen_at" BIGINT NOT NULL
);
CREATE TABLE "live_message" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "message_id" BIGINT NOT NULL,
    CONSTRAINT "uid_live_messag_chat_id_f0db0a" UNIQUE ("chat_id", "name")
);
CREATE TABLE "maintenance_line" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "position" SMALLINT NOT NULL,
    "description" VARCHAR(300) NOT NULL,
    "quantity" VARCHAR(40),
    "unit_price" VARCHAR(40),
    "total_cents" BIGINT,
    "record_id" BIGINT NOT NULL REFERENCES "maintenance_record" ("id") ON DELETE CASCADE, "kind" VARCHAR(8) NOT NULL  /* PART: part\nLABOUR: labour\nOTHER: other */ DEFAULT 'part',
    CONSTRAINT "uid_maintenance_record__7dc4c7" UNIQUE ("record_id", "position")
);
CREATE TABLE "maintenance_record" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "done_on" DATE NOT NULL,
    "kilometres" INT,
    "garage" VARCHAR(200),
    "garage_siret" VARCHAR(14),
    "invoice_number" VARCHAR(60),
    "total_cents" BIGINT,
    "currency" VARCHAR(3) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    "document_id" BIGINT  UNIQUE REFERENCES "document" ("id") ON DELETE SET NULL
, "reading_id" BIGINT, "status" VARCHAR(12) NOT NULL  /* SCHEDULED: scheduled\nIN_PROGRESS: in_progress\nCOMPLETED: completed\nCANCELLED: cancelled */ DEFAULT 'completed', "note" TEXT, "warranty_until" DATE, "category" VARCHAR(12) NOT NULL  /* MAINTENANCE: maintenance\nREPAIR: repair\nTYRES: tyres\nINSPECTION: inspection\nBODYWORK: bodywork\nACCESSORIES: accessories\nOTHER: other */ DEFAULT 'maintenance', "category_chosen" INT NOT NULL DEFAULT 0, "search" TEXT NOT NULL DEFAULT '');
CREATE TABLE "notification" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "reminder_id" BIGINT REFERENCES "reminder" ("id") ON DELETE SET NULL
, "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE);
CREATE TABLE "odometer_reading" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "read_on" DATE NOT NULL,
    "kilometres" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
, "source" VARCHAR(12) NOT NULL DEFAULT 'typed', "cluster_offset" INT NOT NULL DEFAULT 0);
CREATE TABLE "once" (
    "key" VARCHAR(120) NOT NULL  PRIMARY KEY,
    "seen_at" BIGINT NOT NULL
);
CREATE TABLE "outgoing" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "method" VARCHAR(40) NOT NULL,
    "payload" TEXT NOT NULL,
    "lane" SMALLINT NOT NULL,
    "live" VARCHAR(60),
    "language" VARCHAR(5) NOT NULL,
    "sending" INT NOT NULL,
    "attempts" INT NOT NULL,
    "created_at" BIGINT NOT NULL
);
CREATE TABLE "record_attachment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "document_id" BIGINT NOT NULL REFERENCES "document" ("id") ON DELETE CASCADE,
    "record_id" BIGINT NOT NULL REFERENCES "maintenance_record" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_record_atta_record__057cd7" UNIQUE ("record_id", "document_id")
);
CREATE TABLE "record_version" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "of_record" BIGINT NOT NULL,
    "content" TEXT NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "reminder" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* PROPOSED: proposed\nWAITING: waiting\nPUSHED: pushed\nDECLINED: declined\nDONE: done\nDISMISSED: dismissed */,
    "due_on" DATE,
    "due_kilometres" INT,
    "remind_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "record_id" BIGINT REFERENCES "maintenance_record" ("id") ON DELETE SET NULL,
    "closed_by_id" BIGINT, "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE, "service" VARCHAR(40), "subject" VARCHAR(200), "topic" VARCHAR(20), "repeat" VARCHAR(8), "first_on" DATE, "at_minute" SMALLINT, "expected_on" DATE);
CREATE TABLE "service_done" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "service" VARCHAR(40) NOT NULL,
    "record_id" BIGINT NOT NULL REFERENCES "maintenance_record" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_service_don_record__3725b8" UNIQUE ("record_id", "service")
);
CREATE TABLE "service_interval" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "service" VARCHAR(40) NOT NULL,
    "months" SMALLINT,
    "kilometres" INT,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE, "active" INT NOT NULL DEFAULT 1, "fixed" INT NOT NULL DEFAULT 0, "anchor_on" DATE, "anchor_kilometres" INT,
    CONSTRAINT "uid_service_int_vehicle_96806c" UNIQUE ("vehicle_id", "service")
);
CREATE TABLE "tortoise_migrations" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "app" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "applied_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_tortoise_mi_app_3803a5" UNIQUE ("app", "name")
);
INSERT INTO "tortoise_migrations" VALUES(1,'models','0001_initial','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(2,'models','0002_vehicles','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(3,'models','0003_costs','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(4,'models','0004_jobs','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(5,'models','0005_records','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(6,'models','0006_due','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(7,'models','0007_reading_line','2026-01-01 00:00:00+00:00');
CREATE TABLE "vehicle" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "make" VARCHAR(60),
    "model" VARCHAR(80),
    "plate" VARCHAR(16),
    "vin" VARCHAR(17),
    "energy" VARCHAR(20),
    "category" VARCHAR(8),
    "first_registered_on" DATE,
    "inspection_due_on" DATE,
    "kilometres" INT,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE, "nickname" VARCHAR(40), "country" VARCHAR(2), "purchased_on" DATE, "purchase_cents" BIGINT, "purchase_currency" VARCHAR(3), "disposed_on" DATE, "sale_cents" BIGINT, "sale_currency" VARCHAR(3), "archived_at" TIMESTAMP, "archive_reason" VARCHAR(10)   /* SOLD: sold\nSCRAPPED: scrapped\nOTHER: other */, "deleted_at" TIMESTAMP, "odometer_offset" INT NOT NULL DEFAULT 0, "asks_odometer" INT NOT NULL DEFAULT 1, "ask_odometer_at" TIMESTAMP, "inspection_class" VARCHAR(12),
    CONSTRAINT "uid_vehicle_owner_i_b1f9ae" UNIQUE ("owner_id", "plate"),
    CONSTRAINT "uid_vehicle_owner_i_862145" UNIQUE ("owner_id", "vin")
);
CREATE TABLE "vehicle_date" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "due_on" DATE NOT NULL,
    "repeat" VARCHAR(8),
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_vehicle_dat_vehicle_1951d8" UNIQUE ("vehicle_id", "kind")
);
CREATE TABLE "waiting_document" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "turn" BIGINT NOT NULL,
    "job" BIGINT,
    "aside" INT NOT NULL,
    "tries" SMALLINT NOT NULL,
    "rests_until" BIGINT NOT NULL,
    "told" INT NOT NULL,
    "joined_at" BIGINT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "document_id" BIGINT NOT NULL UNIQUE REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_job_state_8dfc7d" ON "job" ("state", "run_at");
CREATE INDEX "idx_job_key_9fd6da" ON "job" ("key", "id");
CREATE INDEX "idx_once_seen_at_273af3" ON "once" ("seen_at");
CREATE INDEX "idx_outgoing_chat_id_ffaade" ON "outgoing" ("chat_id", "id");
CREATE INDEX "idx_vehicle_owner_i_32d11d" ON "vehicle" ("owner_id", "id");
CREATE INDEX "idx_document_owner_i_a9ab5f" ON "document" ("owner_id", "state", "id");
CREATE INDEX "idx_document_owner_i_b41238" ON "document" ("owner_id", "digest");
CREATE INDEX "idx_maintenance_vehicle_3283b4" ON "maintenance_record" ("vehicle_id", "done_on");
CREATE INDEX "idx_odometer_re_vehicle_30f9d8" ON "odometer_reading" ("vehicle_id", "read_on");
CREATE INDEX "idx_reminder_state_ce951d" ON "reminder" ("state", "remind_at");
CREATE INDEX "idx_reminder_owner_i_c836a0" ON "reminder" ("owner_id", "state");
CREATE INDEX "idx_notificatio_owner_i_a185b0" ON "notification" ("owner_id", "id");
CREATE INDEX "idx_vehicle_deleted" ON "vehicle" ("deleted_at") WHERE "deleted_at" IS NOT NULL;
CREATE INDEX "idx_catalogue_e_state_088c3e" ON "catalogue_entry" ("state");
CREATE INDEX "idx_cost_vehicle_2c8b00" ON "cost" ("vehicle_id", "paid_on");
CREATE INDEX "idx_cost_reminde_1eb4a8" ON "cost" ("reminder_id");
CREATE INDEX "idx_fill_up_vehicle_3d2f5e" ON "fill_up" ("vehicle_id", "filled_on");
CREATE INDEX "idx_fill_up_reading_5d15b4" ON "fill_up" ("reading_id");
CREATE INDEX "idx_reminder_record__253445" ON "reminder" ("record_id");
CREATE INDEX "idx_reminder_closed__414180" ON "reminder" ("closed_by_id");
CREATE INDEX "idx_maintenance_reading_4a9ba9" ON "maintenance_record" ("reading_id");
CREATE INDEX "idx_record_vers_of_reco_050690" ON "record_version" ("of_record");
CREATE INDEX "idx_record_vers_expires_dfe7f7" ON "record_version" ("expires_at");
CREATE INDEX "idx_vehicle_ask_odo_99a51b" ON "vehicle" ("ask_odometer_at");
CREATE INDEX "idx_cluster_rep_vehicle_a5ebab" ON "cluster_replacement" ("vehicle_id", "replaced_on");
CREATE INDEX "idx_waiting_doc_turn_27170e" ON "waiting_document" ("turn", "id");
CREATE INDEX "idx_waiting_doc_owner_i_b6fc00" ON "waiting_document" ("owner_id", "turn");
CREATE INDEX "idx_waiting_doc_job_75c977" ON "waiting_document" ("job");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tortoise_migrations',7);
INSERT INTO "account" ("id", "telegram_id", "first_name", "language", "time_zone", "remind_hour", "reachable", "created_at", "default_vehicle_id") VALUES(1, 1001, 'Ana', 'fr', 'Europe/Paris', 9, 1, '2026-11-20 09:30:00+00:00', 1);
INSERT INTO "account" ("id", "telegram_id", "first_name", "language", "time_zone", "remind_hour", "reachable", "created_at", "default_vehicle_id") VALUES(2, 1002, 'Ben', 'en', 'Europe/London', 9, 1, '2026-11-21 09:30:00+00:00', NULL);
INSERT INTO "account" ("id", "telegram_id", "first_name", "language", "time_zone", "remind_hour", "reachable", "created_at", "default_vehicle_id") VALUES(3, 1003, 'Élodie 🚗', 'fr', 'Indian/Reunion', 9, 1, '2026-11-22 09:30:00+00:00', 3);
INSERT INTO "account" ("id", "telegram_id", "first_name", "language", "time_zone", "remind_hour", "reachable", "created_at", "default_vehicle_id") VALUES(4, 1004, '<b>Zoé</b> & Co', 'es', 'Europe/Madrid', 9, 1, '2026-11-23 09:30:00+00:00', NULL);
INSERT INTO "album" ("id", "group", "part_at", "owner_id") VALUES(1, 'group 0 d’été', 0, 1);
INSERT INTO "album" ("id", "group", "part_at", "owner_id") VALUES(2, 'group 1 d’été', 1, 2);
INSERT INTO "album" ("id", "group", "part_at", "owner_id") VALUES(3, 'group 2 d’été', 2, 3);
INSERT INTO "album" ("id", "group", "part_at", "owner_id") VALUES(4, 'group 3 d’été', 3, 4);
INSERT INTO "catalogue_entry" ("id", "make", "model", "make_key", "model_key", "state", "created_at", "proposed_by_id") VALUES(1, 'make 0 d’été', 'model 0 d’été', 'make_key 0 d’été', 'model_key 0 d’été', 'proposed', '2026-11-20 09:30:00+00:00', 1);
INSERT INTO "catalogue_entry" ("id", "make", "model", "make_key", "model_key", "state", "created_at", "proposed_by_id") VALUES(2, 'make 1 d’été', 'model 1 d’été', 'make_key 1 d’été', 'model_key 1 d’été', 'approved', '2026-11-21 09:30:00+00:00', 2);
INSERT INTO "catalogue_entry" ("id", "make", "model", "make_key", "model_key", "state", "created_at", "proposed_by_id") VALUES(3, 'make 2 d’été', 'model 2 d’été', 'make_key 2 d’été', 'model_key 2 d’été', 'refused', '2026-11-22 09:30:00+00:00', 3);
INSERT INTO "catalogue_entry" ("id", "make", "model", "make_key", "model_key", "state", "created_at", "proposed_by_id") VALUES(4, 'make 3 d’été', 'model 3 d’été', 'make_key 3 d’été', 'model_key 3 d’été', 'proposed', '2026-11-23 09:30:00+00:00', 4);
INSERT INTO "chat_state" ("chat_id", "flow", "step", "draft", "version", "updated_at") VALUES(1, 'flow 0 d’été', 'step 0 d’été', '{}', 0, 0);
INSERT INTO "chat_state" ("chat_id", "flow", "step", "draft", "version", "updated_at") VALUES(2, 'flow 1 d’été', 'step 1 d’été', '{}', 1, 1);
INSERT INTO "chat_state" ("chat_id", "flow", "step", "draft", "version", "updated_at") VALUES(3, 'flow 2 d’été', 'step 2 d’été', '{}', 2, 2);
INSERT INTO "chat_state" ("chat_id", "flow", "step", "draft", "version", "updated_at") VALUES(4, 'flow 3 d’été', 'step 3 d’été', '{}', 3, 3);
INSERT INTO "cluster_replacement" ("id", "replaced_on", "old_kilometres", "new_kilometres", "created_at", "vehicle_id") VALUES(1, '2026-01-12', 84200, 84200, '2026-11-20 09:30:00+00:00', 1);
INSERT INTO "cluster_replacement" ("id", "replaced_on", "old_kilometres", "new_kilometres", "created_at", "vehicle_id") VALUES(2, '2026-02-12', 84300, 84300, '2026-11-21 09:30:00+00:00', 2);
INSERT INTO "cluster_replacement" ("id", "replaced_on", "old_kilometres", "new_kilometres", "created_at", "vehicle_id") VALUES(3, '2026-03-12', 84400, 84400, '2026-11-22 09:30:00+00:00', 3);
INSERT INTO "cluster_replacement" ("id", "replaced_on", "old_kilometres", "new_kilometres", "created_at", "vehicle_id") VALUES(4, '2026-04-12', 84500, 84500, '2026-11-23 09:30:00+00:00', 4);
INSERT INTO "cost" ("id", "kind", "label", "amount_cents", "currency", "paid_on", "period_months", "ends_on", "created_at", "deleted_at", "reminder_id", "vehicle_id") VALUES(1, 'insurance', 'label 0 d’été', 0, 'EUR', '2026-01-12', 0, NULL, '2026-11-20 09:30:00+00:00', NULL, 1, 1);
INSERT INTO "cost" ("id", "kind", "label", "amount_cents", "currency", "paid_on", "period_months", "ends_on", "created_at", "deleted_at", "reminder_id", "vehicle_id") VALUES(2, 'toll', 'label 1 d’été', 1, 'EUR', '2026-02-12', 1, NULL, '2026-11-21 09:30:00+00:00', NULL, 2, 2);
INSERT INTO "cost" ("id", "kind", "label", "amount_cents", "currency", "paid_on", "period_months", "ends_on", "created_at", "deleted_at", "reminder_id", "vehicle_id") VALUES(3, 'parking', 'label 2 d’été', 2, 'EUR', '2026-03-12', 2, NULL, '2026-11-22 09:30:00+00:00', NULL, 3, 3);
INSERT INTO "cost" ("id", "kind", "label", "amount_cents", "currency", "paid_on", "period_months", "ends_on", "created_at", "deleted_at", "reminder_id", "vehicle_id") VALUES(4, 'fine', 'label 3 d’été', 3, 'EUR', '2026-04-12', 3, NULL, '2026-11-23 09:30:00+00:00', NULL, 4, 4);
INSERT INTO "document" ("id", "state", "kind", "telegram_file", "file_name", "mime_type", "size", "digest", "preview", "pages", "title", "dated_on", "refusal", "revision", "created_at", "owner_id", "vehicle_id", "album_id", "sent_as") VALUES(1, 'kept', 'invoice', 'telegram_file 0 d’été', 'file_name 0 d’été', 'mime_type 0 d’été', 0, 'digest 0 d’été', 'preview 0 d’été', 0, 'title 0 d’été', '2026-01-12', 'refusal 0 d’été', 0, '2026-11-20 09:30:00+00:00', 1, 1, 1, 0);
INSERT INTO "document" ("id", "state", "kind", "telegram_file", "file_name", "mime_type", "size", "digest", "preview", "pages", "title", "dated_on", "refusal", "revision", "created_at", "owner_id", "vehicle_id", "album_id", "sent_as") VALUES(2, 'proposed', 'registration', 'telegram_file 1 d’été', 'file_name 1 d’été', 'mime_type 1 d’été', 1, 'digest 1 d’été', 'preview 1 d’été', 1, 'title 1 d’été', '2026-02-12', 'refusal 1 d’été', 1, '2026-11-21 09:30:00+00:00', 2, 2, NULL, 1);
INSERT INTO "document" ("id", "state", "kind", "telegram_file", "file_name", "mime_type", "size", "digest", "preview", "pages", "title", "dated_on", "refusal", "revision", "created_at", "owner_id", "vehicle_id", "album_id", "sent_as") VALUES(3, 'received', 'invoice', 'telegram_file 2 d’été', 'file_name 2 d’été', 'mime_type 2 d’été', 2, 'digest 2 d’été', 'preview 2 d’été', 2, 'title 2 d’été', '2026-03-12', 'refusal 2 d’été', 2, '2026-11-22 09:30:00+00:00', 3, 3, 3, 2);
INSERT INTO "document" ("id", "state", "kind", "telegram_file", "file_name", "mime_type", "size", "digest", "preview", "pages", "title", "dated_on", "refusal", "revision", "created_at", "owner_id", "vehicle_id", "album_id", "sent_as") VALUES(4, 'discarded', 'other', 'telegram_file 3 d’été', 'file_name 3 d’été', 'mime_type 3 d’été', 3, 'digest 3 d’été', 'preview 3 d’été', 3, 'title 3 d’été', '2026-04-12', 'refusal 3 d’été', 3, '2026-11-23 09:30:00+00:00', 4, 4, NULL, 3);
INSERT INTO "extracted_field" ("id", "name", "value", "confidence", "state", "seen", "corrected", "document_id") VALUES(1, 'total_incl_tax', '89.00', 0.5, 'verified', 'seen 0 d’été', 0, 1);
INSERT INTO "extracted_field" ("id", "name", "value", "confidence", "state", "seen", "corrected", "document_id") VALUES(2, 'vendor_name', 'Garage du Parc', 0.6, 'read', 'seen 1 d’été', 1, 2);
INSERT INTO "extracted_field" ("id", "name", "value", "confidence", "state", "seen", "corrected", "document_id") VALUES(3, 'invoice_date', '2026-03-12', 0.7, 'doubtful', 'seen 2 d’été', 2, 3);
INSERT INTO "extracted_field" ("id", "name", "value", "confidence", "state", "seen", "corrected", "document_id") VALUES(4, 'plate', 'AB123CD', 0.8, 'read', 'seen 3 d’été', 3, 4);
INSERT INTO "extracted_line" ("id", "position", "description", "quantity", "unit_price", "total", "document_id") VALUES(1, 0, 'description 0 d’été', '1.000', '1.780', '19.90', 1);
INSERT INTO "extracted_line" ("id", "position", "description", "quantity", "unit_price", "total", "document_id") VALUES(2, 1, 'description 1 d’été', '2.000', '1.781', '29.90', 2);
INSERT INTO "extracted_line" ("id", "position", "description", "quantity", "unit_price", "total", "document_id") VALUES(3, 2, 'description 2 d’été', '3.000', '1.782', '39.90', 3);
INSERT INTO "extracted_line" ("id", "position", "description", "quantity", "unit_price", "total", "document_id") VALUES(4, 3, 'description 3 d’été', '4.000', '1.783', '49.90', 4);
INSERT INTO "fill_up" ("id", "filled_on", "energy", "unit", "quantity_milli", "total_cents", "currency", "unit_price", "full", "missed", "kilometres", "station", "place", "created_at", "deleted_at", "reading_id", "vehicle_id") VALUES(1, '2026-01-12', 'petrol', 'l', 42300, 0, 'EUR', '1.780', 0, 0, 84200, 'station 0 d’été', NULL, '2026-11-20 09:30:00+00:00', NULL, 1, 1);
INSERT INTO "fill_up" ("id", "filled_on", "energy", "unit", "quantity_milli", "total_cents", "currency", "unit_price", "full", "missed", "kilometres", "station", "place", "created_at", "deleted_at", "reading_id", "vehicle_id") VALUES(2, '2026-02-12', 'diesel', 'l', 40000, 1, 'EUR', '1.781', 1, 1, 84300, 'station 1 d’été', NULL, '2026-11-21 09:30:00+00:00', NULL, 2, 2);
INSERT INTO "fill_up" ("id", "filled_on", "energy", "unit", "quantity_milli", "total_cents", "currency", "unit_price", "full", "missed", "kilometres", "station", "place", "created_at", "deleted_at", "reading_id", "vehicle_id") VALUES(3, '2026-03-12', 'petrol', 'l', NULL, 2, 'EUR', '1.782', 2, 2, 84400, 'station 2 d’été', NULL, '2026-11-22 09:30:00+00:00', NULL, 3, 3);
INSERT INTO "fill_up" ("id", "filled_on", "energy", "unit", "quantity_milli", "total_cents", "currency", "unit_price", "full", "missed", "kilometres", "station", "place", "created_at", "deleted_at", "reading_id", "vehicle_id") VALUES(4, '2026-04-12', 'petrol', 'l', 38000, 3, 'EUR', '1.783', 3, 3, 84500, 'station 3 d’été', NULL, '2026-11-23 09:30:00+00:00', NULL, 4, 4);
INSERT INTO "home_tariff" ("id", "unit_price", "currency", "owner_id") VALUES(1, '1.780', 'EUR', 1);
INSERT INTO "home_tariff" ("id", "unit_price", "currency", "owner_id") VALUES(2, '1.781', 'EUR', 2);
INSERT INTO "home_tariff" ("id", "unit_price", "currency", "owner_id") VALUES(3, '1.782', 'EUR', 3);
INSERT INTO "home_tariff" ("id", "unit_price", "currency", "owner_id") VALUES(4, '1.783', 'EUR', 4);
INSERT INTO "inspection" ("id", "done_on", "result", "valid_until", "created_at", "vehicle_id") VALUES(1, '2026-01-12', 'favourable', '2026-01-12', '2026-11-20 09:30:00+00:00', 1);
INSERT INTO "inspection" ("id", "done_on", "result", "valid_until", "created_at", "vehicle_id") VALUES(2, '2026-02-12', 'favourable', '2026-02-12', '2026-11-21 09:30:00+00:00', 2);
INSERT INTO "inspection" ("id", "done_on", "result", "valid_until", "created_at", "vehicle_id") VALUES(3, '2026-03-12', 'favourable', '2026-03-12', '2026-11-22 09:30:00+00:00', 3);
INSERT INTO "inspection" ("id", "done_on", "result", "valid_until", "created_at", "vehicle_id") VALUES(4, '2026-04-12', 'favourable', '2026-04-12', '2026-11-23 09:30:00+00:00', 4);
INSERT INTO "job" ("id", "queue", "name", "payload", "key", "state", "attempts", "run_at", "created_at", "error") VALUES(1, 'chat', 'update', '{"update":{"update_id":0,"message":{"text":"vidange 89 €"}}}', 'key 0 d’été', 'queued', 0, 0, 0, 'error 0 d’été');
INSERT INTO "job" ("id", "queue", "name", "payload", "key", "state", "attempts", "run_at", "created_at", "error") VALUES(2, 'chat', 'update', '{"update":{"update_id":1,"message":{"text":"vidange 89 €"}}}', 'key 1 d’été', 'failed', 1, 1, 1, 'error 1 d’été');
INSERT INTO "job" ("id", "queue", "name", "payload", "key", "state", "attempts", "run_at", "created_at", "error") VALUES(3, 'chat', 'update', '{"update":{"update_id":2,"message":{"text":"vidange 89 €"}}}', 'key 2 d’été', 'queued', 2, 2, 2, 'error 2 d’été');
INSERT INTO "job" ("id", "queue", "name", "payload", "key", "state", "attempts", "run_at", "created_at", "error") VALUES(4, 'chat', 'update', '{"update":{"update_id":3,"message":{"text":"vidange 89 €"}}}', 'key 3 d’été', 'failed', 3, 3, 3, 'error 3 d’été');
INSERT INTO "lease" ("name", "owner", "seen_at") VALUES('lease:1', 0, 0);
INSERT INTO "lease" ("name", "owner", "seen_at") VALUES('lease:2', 1, 1);
INSERT INTO "lease" ("name", "owner", "seen_at") VALUES('lease:3', 2, 2);
INSERT INTO "lease" ("name", "owner", "seen_at") VALUES('lease:4', 3, 3);
INSERT INTO "live_message" ("id", "chat_id", "name", "message_id") VALUES(1, 1001, 'name 0 d’été', 0);
INSERT INTO "live_message" ("id", "chat_id", "name", "message_id") VALUES(2, 1002, 'name 1 d’été', 1);
INSERT INTO "live_message" ("id", "chat_id", "name", "message_id") VALUES(3, 1003, 'name 2 d’été', 2);
INSERT INTO "live_message" ("id", "chat_id", "name", "message_id") VALUES(4, 1004, 'name 3 d’été', 3);
INSERT INTO "maintenance_line" ("id", "position", "description", "quantity", "unit_price", "total_cents", "record_id", "kind") VALUES(1, 0, 'description 0 d’été', '1.000', '1.780', 0, 1, 'labour');
INSERT INTO "maintenance_line" ("id", "position", "description", "quantity", "unit_price", "total_cents", "record_id", "kind") VALUES(2, 1, 'description 1 d’été', '2.000', '1.781', 1, 2, 'part');
INSERT INTO "maintenance_line" ("id", "position", "description", "quantity", "unit_price", "total_cents", "record_id", "kind") VALUES(3, 2, 'description 2 d’été', '3.000', '1.782', 2, 3, 'other');
INSERT INTO "maintenance_line" ("id", "position", "description", "quantity", "unit_price", "total_cents", "record_id", "kind") VALUES(4, 3, 'description 3 d’été', '4.000', '1.783', 3, 4, 'part');
INSERT INTO "maintenance_record" ("id", "done_on", "kilometres", "garage", "garage_siret", "invoice_number", "total_cents", "currency", "created_at", "vehicle_id", "document_id", "reading_id", "status", "note", "warranty_until", "category", "category_chosen", "search") VALUES(1, '2026-01-12', 84200, 'garage 0 d’été', 'garage_siret 0', 'invoice_number 0 d’été', 0, 'EUR', '2026-11-20 09:30:00+00:00', 1, 1, 1, 'completed', 'note 0 d’été', '2026-01-12', 'oil_change', 0, 'search 0 d’été');
INSERT INTO "maintenance_record" ("id", "done_on", "kilometres", "garage", "garage_siret", "invoice_number", "total_cents", "currency", "created_at", "vehicle_id", "document_id", "reading_id", "status", "note", "warranty_until", "category", "category_chosen", "search") VALUES(2, '2026-02-12', 84300, 'garage 1 d’été', 'garage_siret 1', 'invoice_number 1 d’été', 1, 'EUR', '2026-11-21 09:30:00+00:00', 2, 2, NULL, 'completed', 'note 1 d’été', '2026-02-12', 'tyres', 1, 'search 1 d’été');
INSERT INTO "maintenance_record" ("id", "done_on", "kilometres", "garage", "garage_siret", "invoice_number", "total_cents", "currency", "created_at", "vehicle_id", "document_id", "reading_id", "status", "note", "warranty_until", "category", "category_chosen", "search") VALUES(3, '2026-03-12', 84400, 'garage 2 d’été', 'garage_siret 2', 'invoice_number 2 d’été', 2, 'EUR', '2026-11-22 09:30:00+00:00', 3, 3, 3, 'scheduled', 'note 2 d’été', '2026-03-12', 'repair', 2, 'search 2 d’été');
INSERT INTO "maintenance_record" ("id", "done_on", "kilometres", "garage", "garage_siret", "invoice_number", "total_cents", "currency", "created_at", "vehicle_id", "document_id", "reading_id", "status", "note", "warranty_until", "category", "category_chosen", "search") VALUES(4, '2026-04-12', 84500, 'garage 3 d’été', 'garage_siret 3', 'invoice_number 3 d’été', 3, 'EUR', '2026-11-23 09:30:00+00:00', 4, 4, NULL, 'cancelled', 'note 3 d’été', '2026-04-12', 'oil_change', 3, 'search 3 d’été');
INSERT INTO "notification" ("id", "kind", "created_at", "owner_id", "reminder_id", "vehicle_id") VALUES(1, 'reminder', '2026-11-20 09:30:00+00:00', 1, 1, 1);
INSERT INTO "notification" ("id", "kind", "created_at", "owner_id", "reminder_id", "vehicle_id") VALUES(2, 'reminder', '2026-11-21 09:30:00+00:00', 2, 2, 2);
INSERT INTO "notification" ("id", "kind", "created_at", "owner_id", "reminder_id", "vehicle_id") VALUES(3, 'reminder', '2026-11-22 09:30:00+00:00', 3, 3, 3);
INSERT INTO "notification" ("id", "kind", "created_at", "owner_id", "reminder_id", "vehicle_id") VALUES(4, 'reminder', '2026-11-23 09:30:00+00:00', 4, 4, 4);
INSERT INTO "odometer_reading" ("id", "read_on", "kilometres", "created_at", "vehicle_id", "source", "cluster_offset") VALUES(1, '2026-01-12', 84200, '2026-11-20 09:30:00+00:00', 1, 'typed', 0);
INSERT INTO "odometer_reading" ("id", "read_on", "kilometres", "created_at", "vehicle_id", "source", "cluster_offset") VALUES(2, '2026-02-12', 84300, '2026-11-21 09:30:00+00:00', 2, 'document', 1);
INSERT INTO "odometer_reading" ("id", "read_on", "kilometres", "created_at", "vehicle_id", "source", "cluster_offset") VALUES(3, '2026-03-12', 84400, '2026-11-22 09:30:00+00:00', 3, 'typed', 2);
INSERT INTO "odometer_reading" ("id", "read_on", "kilometres", "created_at", "vehicle_id", "source", "cluster_offset") VALUES(4, '2026-04-12', 84500, '2026-11-23 09:30:00+00:00', 4, 'typed', 3);
INSERT INTO "once" ("key", "seen_at") VALUES('once:1', 0);
INSERT INTO "once" ("key", "seen_at") VALUES('once:2', 1);
INSERT INTO "once" ("key", "seen_at") VALUES('once:3', 2);
INSERT INTO "once" ("key", "seen_at") VALUES('once:4', 3);
INSERT INTO "outgoing" ("id", "chat_id", "method", "payload", "lane", "live", "language", "sending", "attempts", "created_at") VALUES(1, 1001, 'sendMessage', '{"update":{"update_id":0,"message":{"text":"vidange 89 €"}}}', 0, 'live 0 d’été', 'fr', 0, 0, 0);
INSERT INTO "outgoing" ("id", "chat_id", "method", "payload", "lane", "live", "language", "sending", "attempts", "created_at") VALUES(2, 1002, 'sendMessage', '{"update":{"update_id":1,"message":{"text":"vidange 89 €"}}}', 1, 'live 1 d’été', 'fr', 1, 1, 1);
INSERT INTO "outgoing" ("id", "chat_id", "method", "payload", "lane", "live", "language", "sending", "attempts", "created_at") VALUES(3, 1003, 'sendMessage', '{"update":{"update_id":2,"message":{"text":"vidange 89 €"}}}', 2, 'live 2 d’été', 'fr', 2, 2, 2);
INSERT INTO "outgoing" ("id", "chat_id", "method", "payload", "lane", "live", "language", "sending", "attempts", "created_at") VALUES(4, 1004, 'sendMessage', '{"update":{"update_id":3,"message":{"text":"vidange 89 €"}}}', 3, 'live 3 d’été', 'fr', 3, 3, 3);
INSERT INTO "record_attachment" ("id", "document_id", "record_id") VALUES(1, 1, 1);
INSERT INTO "record_attachment" ("id", "document_id", "record_id") VALUES(2, 2, 2);
INSERT INTO "record_attachment" ("id", "document_id", "record_id") VALUES(3, 3, 3);
INSERT INTO "record_attachment" ("id", "document_id", "record_id") VALUES(4, 4, 4);
INSERT INTO "record_version" ("id", "of_record", "content", "expires_at", "owner_id", "vehicle_id") VALUES(1, 0, 'content 0 d’été', '2026-11-20 09:30:00+00:00', 1, 1);
INSERT INTO "record_version" ("id", "of_record", "content", "expires_at", "owner_id", "vehicle_id") VALUES(2, 1, 'content 1 d’été', '2026-11-21 09:30:00+00:00', 2, 2);
INSERT INTO "record_version" ("id", "of_record", "content", "expires_at", "owner_id", "vehicle_id") VALUES(3, 2, 'content 2 d’été', '2026-11-22 09:30:00+00:00', 3, 3);
INSERT INTO "record_version" ("id", "of_record", "content", "expires_at", "owner_id", "vehicle_id") VALUES(4, 3, 'content 3 d’été', '2026-11-23 09:30:00+00:00', 4, 4);
INSERT INTO "reminder" ("id", "state", "due_on", "due_kilometres", "remind_at", "created_at", "owner_id", "record_id", "closed_by_id", "vehicle_id", "service", "subject", "topic", "repeat", "first_on", "at_minute", "expected_on") VALUES(1, 'waiting', '2026-01-12', 84200, '2026-11-20 09:30:00+00:00', '2026-11-20 09:30:00+00:00', 1, 1, 1, 1, 'oil_change', NULL, 'topic 0 d’été', NULL, '2026-01-12', 0, '2026-01-12');
INSERT INTO "reminder" ("id", "state", "due_on", "due_kilometres", "remind_at", "created_at", "owner_id", "record_id", "closed_by_id", "vehicle_id", "service", "subject", "topic", "repeat", "first_on", "at_minute", "expected_on") VALUES(2, 'pushed', '2026-02-12', 84300, '2026-11-21 09:30:00+00:00', '2026-11-21 09:30:00+00:00', 2, 2, NULL, 2, NULL, 'pression des pneus', 'topic 1 d’été', NULL, '2026-02-12', 1, '2026-02-12');
INSERT INTO "reminder" ("id", "state", "due_on", "due_kilometres", "remind_at", "created_at", "owner_id", "record_id", "closed_by_id", "vehicle_id", "service", "subject", "topic", "repeat", "first_on", "at_minute", "expected_on") VALUES(3, 'done', '2026-03-12', 84400, '2026-11-22 09:30:00+00:00', '2026-11-22 09:30:00+00:00', 3, 3, 3, 3, 'tyres', NULL, 'topic 2 d’été', NULL, '2026-03-12', 2, '2026-03-12');
INSERT INTO "reminder" ("id", "state", "due_on", "due_kilometres", "remind_at", "created_at", "owner_id", "record_id", "closed_by_id", "vehicle_id", "service", "subject", "topic", "repeat", "first_on", "at_minute", "expected_on") VALUES(4, 'proposed', '2026-04-12', 84500, '2026-11-23 09:30:00+00:00', '2026-11-23 09:30:00+00:00', 4, 4, NULL, 4, 'brake_fluid', NULL, 'topic 3 d’été', NULL, '2026-04-12', 3, '2026-04-12');
INSERT INTO "service_done" ("id", "service", "record_id") VALUES(1, 'oil_change', 1);
INSERT INTO "service_done" ("id", "service", "record_id") VALUES(2, 'tyres', 2);
INSERT INTO "service_done" ("id", "service", "record_id") VALUES(3, 'brake_fluid', 3);
INSERT INTO "service_done" ("id", "service", "record_id") VALUES(4, 'coolant', 4);
INSERT INTO "service_interval" ("id", "service", "months", "kilometres", "vehicle_id", "active", "fixed", "anchor_on", "anchor_kilometres") VALUES(1, 'oil_change', 0, 84200, 1, 1, 0, '2026-01-12', 84200);
INSERT INTO "service_interval" ("id", "service", "months", "kilometres", "vehicle_id", "active", "fixed", "anchor_on", "anchor_kilometres") VALUES(2, 'tyres', 1, 84300, 2, 1, 1, '2026-02-12', 84300);
INSERT INTO "service_interval" ("id", "service", "months", "kilometres", "vehicle_id", "active", "fixed", "anchor_on", "anchor_kilometres") VALUES(3, 'brake_fluid', 2, 84400, 3, 1, 2, '2026-03-12', 84400);
INSERT INTO "service_interval" ("id", "service", "months", "kilometres", "vehicle_id", "active", "fixed", "anchor_on", "anchor_kilometres") VALUES(4, 'coolant', 3, 84500, 4, 1, 3, '2026-04-12', 84500);
INSERT INTO "vehicle" ("id", "make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on", "kilometres", "created_at", "owner_id", "nickname", "country", "purchased_on", "purchase_cents", "purchase_currency", "disposed_on", "sale_cents", "sale_currency", "archived_at", "archive_reason", "deleted_at", "odometer_offset", "asks_odometer", "ask_odometer_at", "inspection_class") VALUES(1, 'Renault', 'Clio', 'AB123CD', 'VF1RFB00366123456', 'petrol', 'car', '2026-01-12', '2026-01-12', 84200, '2026-11-20 09:30:00+00:00', 1, 'nickname 0 d’été', 'FR', '2026-01-12', 0, NULL, '2026-01-12', 0, NULL, NULL, NULL, NULL, 0, 0, '2026-11-20 09:30:00+00:00', 'inspection_c');
INSERT INTO "vehicle" ("id", "make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on", "kilometres", "created_at", "owner_id", "nickname", "country", "purchased_on", "purchase_cents", "purchase_currency", "disposed_on", "sale_cents", "sale_currency", "archived_at", "archive_reason", "deleted_at", "odometer_offset", "asks_odometer", "ask_odometer_at", "inspection_class") VALUES(2, 'Peugeot', '208', 'EF456GH', NULL, 'diesel', 'car', '2026-02-12', '2026-02-12', 84300, '2026-11-21 09:30:00+00:00', 2, 'nickname 1 d’été', 'FR', '2026-02-12', 1, NULL, '2026-02-12', 1, NULL, NULL, NULL, NULL, 1, 1, '2026-11-21 09:30:00+00:00', 'inspection_c');
INSERT INTO "vehicle" ("id", "make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on", "kilometres", "created_at", "owner_id", "nickname", "country", "purchased_on", "purchase_cents", "purchase_currency", "disposed_on", "sale_cents", "sale_currency", "archived_at", "archive_reason", "deleted_at", "odometer_offset", "asks_odometer", "ask_odometer_at", "inspection_class") VALUES(3, NULL, NULL, NULL, NULL, 'electric', NULL, '2026-03-12', '2026-03-12', 84400, '2026-11-22 09:30:00+00:00', 3, 'nickname 2 d’été', NULL, '2026-03-12', 2, NULL, '2026-03-12', 2, NULL, '2026-11-23 09:30:00+00:00', NULL, NULL, 2, 2, '2026-11-22 09:30:00+00:00', 'inspection_c');
INSERT INTO "vehicle" ("id", "make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on", "kilometres", "created_at", "owner_id", "nickname", "country", "purchased_on", "purchase_cents", "purchase_currency", "disposed_on", "sale_cents", "sale_currency", "archived_at", "archive_reason", "deleted_at", "odometer_offset", "asks_odometer", "ask_odometer_at", "inspection_class") VALUES(4, 'Zorglub', 'Turbo', 'QX717ZK', NULL, 'petrol', 'van', '2026-04-12', '2026-04-12', 84500, '2026-11-23 09:30:00+00:00', 4, 'nickname 3 d’été', 'FR', '2026-04-12', 3, NULL, '2026-04-12', 3, NULL, NULL, NULL, '2026-11-24 09:30:00+00:00', 3, 3, '2026-11-23 09:30:00+00:00', 'inspection_c');
INSERT INTO "vehicle_date" ("id", "kind", "due_on", "repeat", "vehicle_id") VALUES(1, 'insurance', '2026-01-12', NULL, 1);
INSERT INTO "vehicle_date" ("id", "kind", "due_on", "repeat", "vehicle_id") VALUES(2, 'inspection', '2026-02-12', 'P1Y', 2);
INSERT INTO "vehicle_date" ("id", "kind", "due_on", "repeat", "vehicle_id") VALUES(3, 'insurance', '2026-03-12', NULL, 3);
INSERT INTO "vehicle_date" ("id", "kind", "due_on", "repeat", "vehicle_id") VALUES(4, 'inspection', '2026-04-12', NULL, 4);
INSERT INTO "waiting_document" ("id", "turn", "job", "aside", "tries", "rests_until", "told", "joined_at", "owner_id", "document_id") VALUES(1, 0, 0, 0, 0, 0, 0, 0, 1, 1);
INSERT INTO "waiting_document" ("id", "turn", "job", "aside", "tries", "rests_until", "told", "joined_at", "owner_id", "document_id") VALUES(2, 1, 1, 1, 1, 1, 1, 1, 2, 2);
INSERT INTO "waiting_document" ("id", "turn", "job", "aside", "tries", "rests_until", "told", "joined_at", "owner_id", "document_id") VALUES(3, 2, 2, 2, 2, 2, 2, 2, 3, 3);
INSERT INTO "waiting_document" ("id", "turn", "job", "aside", "tries", "rests_until", "told", "joined_at", "owner_id", "document_id") VALUES(4, 3, 3, 3, 3, 3, 3, 3, 4, 4);
COMMIT;
