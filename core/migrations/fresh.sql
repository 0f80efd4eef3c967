-- What the migrations end in, written by `python -m tools.fresh_schema`; never edited by hand.
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
, "default_vehicle_id" BIGINT, "quiet_from" SMALLINT NOT NULL DEFAULT 22, "quiet_until" SMALLINT NOT NULL DEFAULT 8, "lead_days" SMALLINT NOT NULL DEFAULT 7, "rhythm_days" SMALLINT NOT NULL DEFAULT 7, "muted" VARCHAR(200) NOT NULL DEFAULT '', "digest" VARCHAR(8) NOT NULL DEFAULT 'none', "digest_at" TIMESTAMP, "distance_unit" VARCHAR(2) NOT NULL DEFAULT 'km', "consumption_unit" VARCHAR(8) NOT NULL DEFAULT 'l_100', "currency" VARCHAR(3) NOT NULL DEFAULT 'EUR', "early_lines" TEXT, "blocked_at" TIMESTAMP, "consent_version" SMALLINT NOT NULL DEFAULT 0, "consented_at" TIMESTAMP, "mail_copies" INT NOT NULL DEFAULT 0, "name" VARCHAR(255) NOT NULL DEFAULT '', "phone" TEXT, "guest" INT NOT NULL DEFAULT 0, "host" INT NOT NULL DEFAULT 0, "leaves_at" TIMESTAMP, "left_at" TIMESTAMP, "ai_consent" VARCHAR(3), "username" VARCHAR(64), "seen_on" DATE);
CREATE TABLE "account_note" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "content" VARCHAR(600) NOT NULL,
    "admin_telegram_id" BIGINT,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "active_day" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "day" DATE NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_active_day_owner_i_5ea8b6" UNIQUE ("owner_id", "day")
);
CREATE TABLE "admin_chat" (
    "chat_id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL
);
CREATE TABLE "ai_budget" (
    "month" VARCHAR(7) NOT NULL  PRIMARY KEY,
    "micros" BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE "ai_spend" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "month" VARCHAR(7) NOT NULL,
    "calls" INT NOT NULL DEFAULT 0,
    "failed" INT NOT NULL DEFAULT 0,
    "taken_in" BIGINT NOT NULL DEFAULT 0,
    "given_out" BIGINT NOT NULL DEFAULT 0,
    "micros" BIGINT NOT NULL DEFAULT 0,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_ai_spend_owner_i_314a7d" UNIQUE ("owner_id", "month")
);
CREATE TABLE "album" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "group" VARCHAR(64) NOT NULL,
    "part_at" BIGINT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_album_owner_i_61ef6d" UNIQUE ("owner_id", "group")
);
CREATE TABLE "appointment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "service" VARCHAR(40) NOT NULL,
    "starts_at" TIMESTAMP NOT NULL,
    "zone" VARCHAR(60) NOT NULL,
    "note" VARCHAR(300),
    "status" VARCHAR(10) NOT NULL  /* PENDING: pending\nCONFIRMED: confirmed\nDONE: done\nCANCELLED: cancelled\nNO_SHOW: no_show */,
    "ask_at" TIMESTAMP,
    "revision" SMALLINT NOT NULL,
    "token" VARCHAR(64)  UNIQUE,
    "proposed_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "garage_id" BIGINT NOT NULL REFERENCES "listed_garage" ("id") ON DELETE CASCADE,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "record_id" BIGINT REFERENCES "maintenance_record" ("id") ON DELETE SET NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
, "asked_at" TIMESTAMP, "asked_to" TEXT, "answer" VARCHAR(5)   /* YES: yes\nOTHER: other\nNO: no */, "answered_at" TIMESTAMP, "answer_note" VARCHAR(300));
CREATE TABLE "ask_exchange" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT,
    "state" VARCHAR(10) NOT NULL  /* HELD: held\nWAITING: waiting\nREADY: ready\nANSWERED: answered */,
    "source" VARCHAR(10)   /* ROWS: rows\nKNOWLEDGE: knowledge\nMODEL: model\nNONE: none */,
    "query" TEXT,
    "counted" INT NOT NULL DEFAULT 0,
    "vehicle_id" BIGINT,
    "record_id" BIGINT,
    "created_at" TIMESTAMP NOT NULL,
    "answered_at" TIMESTAMP,
    "thread_id" BIGINT NOT NULL REFERENCES "ask_thread" ("id") ON DELETE CASCADE
);
CREATE TABLE "ask_thread" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "title" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "spoken_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "audit_entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "who" VARCHAR(60) NOT NULL,
    "admin_telegram_id" BIGINT,
    "admin_account_id" BIGINT,
    "action" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(20) NOT NULL,
    "subject_id" VARCHAR(120),
    "about_id" BIGINT,
    "before" TEXT,
    "after" TEXT,
    "reason" TEXT
);
CREATE TABLE "billing_customer" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "customer_id" VARCHAR(120) NOT NULL UNIQUE,
    "live" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_billing_cus_owner_i_fd7c34" UNIQUE ("owner_id", "live")
);
CREATE TABLE "billing_event" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "event_id" VARCHAR(255) NOT NULL UNIQUE,
    "kind" VARCHAR(80) NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "customer" VARCHAR(255),
    "payload" TEXT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "attempts" INT NOT NULL,
    "error" VARCHAR(300),
    "happened_at" TIMESTAMP NOT NULL,
    "received_at" TIMESTAMP NOT NULL,
    "handled_at" TIMESTAMP
);
CREATE TABLE "billing_notice" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(30) NOT NULL,
    "key" VARCHAR(200) NOT NULL UNIQUE,
    "level" VARCHAR(10)   /* FREE: free\nSTANDARD: standard\nPREMIUM: premium */,
    "amount_cents" BIGINT,
    "currency" VARCHAR(3),
    "instant" TIMESTAMP,
    "url" TEXT,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "subscription_id" BIGINT REFERENCES "subscription" ("id") ON DELETE CASCADE
);
CREATE TABLE "billing_request" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "provider" VARCHAR(10) NOT NULL,
    "token" VARCHAR(40) NOT NULL UNIQUE,
    "external_id" VARCHAR(255)  UNIQUE,
    "answer" TEXT,
    "created_at" TIMESTAMP NOT NULL,
    "done_at" TIMESTAMP,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "price_id" BIGINT REFERENCES "plan_price" ("id") ON DELETE CASCADE
);
CREATE TABLE "broadcast" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* DRAFT: draft\nSCHEDULED: scheduled\nRUNNING: running\nPAUSED: paused\nSTOPPED: stopped\nDONE: done */,
    "text_fr" TEXT NOT NULL,
    "text_en" TEXT,
    "text_es" TEXT,
    "level" VARCHAR(10)   /* FREE: free\nSTANDARD: standard\nPREMIUM: premium */,
    "language" VARCHAR(5),
    "activity" VARCHAR(8) NOT NULL  /* ANY: any\nACTIVE: active\nIDLE: idle */,
    "days" SMALLINT NOT NULL,
    "told_chat" BIGINT NOT NULL,
    "starts_at" TIMESTAMP,
    "people" INT NOT NULL,
    "cursor" BIGINT NOT NULL,
    "claimed" INT NOT NULL,
    "failed" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "started_at" TIMESTAMP,
    "ended_at" TIMESTAMP
);
CREATE TABLE "catalogue_entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "make" VARCHAR(60) NOT NULL,
    "model" VARCHAR(80) NOT NULL,
    "make_key" VARCHAR(60) NOT NULL,
    "model_key" VARCHAR(80) NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* PROPOSED: proposed\nAPPROVED: approved\nREFUSED: refused */,
    "created_at" TIMESTAMP NOT NULL,
    "proposed_by_id" BIGINT REFERENCES "account" ("id") ON DELETE SET NULL, "meant_make" VARCHAR(60), "meant_model" VARCHAR(80),
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
, "import_id" BIGINT);
CREATE TABLE "diagnosis_case" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "begun" BIGINT NOT NULL,
    "description" TEXT NOT NULL,
    "said_yes" VARCHAR(300) NOT NULL,
    "said_no" VARCHAR(300) NOT NULL,
    "urgency" VARCHAR(8) NOT NULL,
    "symptom" VARCHAR(40) NOT NULL,
    "stops" INT NOT NULL,
    "status" VARCHAR(12) NOT NULL  /* PENDING: pending\nIN_PROGRESS: in_progress\nCOMPLETED: completed */,
    "created_at" TIMESTAMP NOT NULL,
    "completed_at" TIMESTAMP,
    "deleted_at" TIMESTAMP,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "record_id" BIGINT REFERENCES "maintenance_record" ("id") ON DELETE SET NULL,
    "reminder_id" BIGINT REFERENCES "reminder" ("id") ON DELETE SET NULL,
    "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_diagnosis_c_owner_i_0b8de6" UNIQUE ("owner_id", "begun")
);
CREATE TABLE "diagnosis_piece" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(8) NOT NULL  /* WORDS: words\nPHOTO: photo\nVOICE: voice */,
    "words" TEXT NOT NULL DEFAULT '',
    "telegram_file" VARCHAR(200),
    "stored" VARCHAR(40),
    "refusal" VARCHAR(60),
    "created_at" TIMESTAMP NOT NULL,
    "case_id" BIGINT NOT NULL REFERENCES "diagnosis_case" ("id") ON DELETE CASCADE
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
, "album_id" BIGINT, "sent_as" BIGINT, "label" VARCHAR(120), "expires_on" DATE, "look" VARCHAR(64), "vendor" VARCHAR(64), "same_as" BIGINT, "same_by" VARCHAR(10), "part_of" BIGINT, "kept_at" TIMESTAMP, "analysed_at" TIMESTAMP, "wanted_kind" VARCHAR(20), "keeps_holder" INT NOT NULL DEFAULT 0, "made_id" BIGINT, "stored_bytes" BIGINT NOT NULL DEFAULT 0, "deleted_at" TIMESTAMP, "remarks" VARCHAR(120));
CREATE TABLE "document_page" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "number" SMALLINT NOT NULL,
    "stored" VARCHAR(40) NOT NULL,
    "size" INT NOT NULL,
    "document_id" BIGINT NOT NULL REFERENCES "document" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_document_pa_documen_960145" UNIQUE ("document_id", "number")
);
CREATE TABLE "document_text" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "content" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "document_id" BIGINT NOT NULL UNIQUE REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "email_change" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "sealed" TEXT,
    "state" VARCHAR(8) NOT NULL  /* WAITING: waiting\nDONE: done\nSTOPPED: stopped */,
    "due_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
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
CREATE TABLE "feature_switch" (
    "name" VARCHAR(20) NOT NULL  PRIMARY KEY,
    "is_on" INT NOT NULL,
    "changed_at" TIMESTAMP NOT NULL
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
, "note" TEXT, "import_id" BIGINT);
CREATE TABLE "garage" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "vendor" VARCHAR(64) NOT NULL,
    "siret" VARCHAR(14),
    "name" VARCHAR(200) NOT NULL,
    "address" VARCHAR(300),
    "phone" VARCHAR(32),
    "kept" INT NOT NULL DEFAULT 0,
    "seen_on" DATE NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE, "listed_id" BIGINT,
    CONSTRAINT "uid_garage_owner_i_19e56f" UNIQUE ("owner_id", "vendor")
);
CREATE TABLE "garage_correction" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "what" VARCHAR(14) NOT NULL  /* HOURS: hours\nPHONE: phone\nSPECIALTIES: specialties\nCERTIFICATIONS: certifications\nNAME: name\nADDRESS: address\nEMAIL: email\nWEBSITE: website\nCLOSED: closed */,
    "value" VARCHAR(300) NOT NULL,
    "state" VARCHAR(8) NOT NULL  /* WAITING: waiting\nTAKEN: taken\nREFUSED: refused */,
    "created_at" TIMESTAMP NOT NULL,
    "garage_id" BIGINT NOT NULL REFERENCES "listed_garage" ("id") ON DELETE CASCADE,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_garage_corr_owner_i_50924b" UNIQUE ("owner_id", "garage_id", "what")
);
CREATE TABLE "garage_review" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "stars" SMALLINT NOT NULL,
    "comment" VARCHAR(600),
    "signed" INT NOT NULL,
    "verified" INT NOT NULL,
    "state" VARCHAR(8) NOT NULL  /* SHOWN: shown\nHELD: held\nHIDDEN: hidden */,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "garage_id" BIGINT NOT NULL REFERENCES "listed_garage" ("id") ON DELETE CASCADE,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE, "settled_at" TIMESTAMP, "reason" VARCHAR(200),
    CONSTRAINT "uid_garage_revi_owner_i_fca98d" UNIQUE ("owner_id", "garage_id")
);
CREATE TABLE "health_feedback" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "made_on" DATE NOT NULL,
    "score" SMALLINT NOT NULL,
    "right" INT NOT NULL,
    "reasons" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_health_feed_vehicle_0c3d4d" UNIQUE ("vehicle_id", "owner_id", "made_on")
);
CREATE TABLE "home_tariff" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "unit_price" VARCHAR(40) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "owner_id" BIGINT NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "import_batch" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* RECEIVED: received\nPROPOSED: proposed\nRUNNING: running\nDONE: done\nUNDONE: undone\nDROPPED: dropped\nREFUSED: refused */,
    "telegram_file" VARCHAR(200) NOT NULL,
    "file_name" VARCHAR(255),
    "size" INT,
    "stored" VARCHAR(40),
    "answers" TEXT NOT NULL DEFAULT '{}',
    "summary" TEXT,
    "outcome" TEXT,
    "refusal" VARCHAR(40),
    "vehicle_id" BIGINT,
    "revision" INT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP NOT NULL,
    "finished_at" TIMESTAMP,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
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
CREATE TABLE "listed_garage" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "siret" VARCHAR(14)  UNIQUE,
    "source_key" VARCHAR(60)  UNIQUE,
    "source" VARCHAR(8) NOT NULL  /* INVOICE: invoice\nPERSON: person\nOSM: osm\nREGISTER: register\nSAMPLE: sample */,
    "status" VARCHAR(8) NOT NULL  /* PENDING: pending\nLISTED: listed\nCLOSED: closed */,
    "name" VARCHAR(120) NOT NULL,
    "core_name" VARCHAR(120) NOT NULL,
    "address" VARCHAR(200),
    "postcode" VARCHAR(12),
    "city" VARCHAR(80),
    "country" VARCHAR(2) NOT NULL,
    "latitude" REAL,
    "longitude" REAL,
    "approximate" INT NOT NULL,
    "cell" INT,
    "phone" VARCHAR(32),
    "email" VARCHAR(120),
    "website" VARCHAR(200),
    "hours" VARCHAR(300),
    "specialties" VARCHAR(120) NOT NULL,
    "words" TEXT NOT NULL,
    "ratings" INT NOT NULL,
    "stars" INT NOT NULL,
    "score" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "brought_by_id" BIGINT REFERENCES "account" ("id") ON DELETE SET NULL
, "certifications" VARCHAR(120) NOT NULL DEFAULT '');
CREATE TABLE "live_message" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "message_id" BIGINT NOT NULL,
    CONSTRAINT "uid_live_messag_chat_id_f0db0a" UNIQUE ("chat_id", "name")
);
CREATE TABLE "made_file" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "form" VARCHAR(20) NOT NULL,
    "vehicle_id" BIGINT NOT NULL DEFAULT 0,
    "state" VARCHAR(10) NOT NULL  /* WAITING: waiting\nREADY: ready\nFAILED: failed */,
    "stored" TEXT,
    "size" INT,
    "code" VARCHAR(24)  UNIQUE,
    "digest" VARCHAR(64),
    "facts" TEXT,
    "share" VARCHAR(64),
    "share_until" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "mail" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "language" VARCHAR(5) NOT NULL,
    "sealed" TEXT NOT NULL,
    "mailbox" VARCHAR(64) NOT NULL,
    "state" VARCHAR(8) NOT NULL  /* WAITING: waiting\nSENT: sent\nREFUSED: refused\nEXPIRED: expired */,
    "attempts" SMALLINT NOT NULL,
    "next_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "sent_at" TIMESTAMP,
    "owner_id" BIGINT REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "mail_code" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "purpose" VARCHAR(10) NOT NULL  /* LINK: link\nCHANGE: change\nUNLINK: unlink\nRECOVER: recover\nKEEP: keep\nOBJECT: object */,
    "mailbox" VARCHAR(64) NOT NULL,
    "sealed" TEXT NOT NULL,
    "subject_id" BIGINT,
    "code" VARCHAR(64),
    "token" VARCHAR(64)  UNIQUE,
    "tries" SMALLINT NOT NULL,
    "used_at" TIMESTAMP,
    "expires_at" TIMESTAMP NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
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
, "reading_id" BIGINT, "status" VARCHAR(12) NOT NULL  /* SCHEDULED: scheduled\nIN_PROGRESS: in_progress\nCOMPLETED: completed\nCANCELLED: cancelled */ DEFAULT 'completed', "note" TEXT, "warranty_until" DATE, "category" VARCHAR(12) NOT NULL  /* MAINTENANCE: maintenance\nREPAIR: repair\nTYRES: tyres\nINSPECTION: inspection\nBODYWORK: bodywork\nACCESSORIES: accessories\nOTHER: other */ DEFAULT 'maintenance', "category_chosen" INT NOT NULL DEFAULT 0, "search" TEXT NOT NULL DEFAULT '', "import_id" BIGINT);
CREATE TABLE "my_garage" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "favourite" INT NOT NULL,
    "visited_on" DATE,
    "created_at" TIMESTAMP NOT NULL,
    "garage_id" BIGINT NOT NULL REFERENCES "listed_garage" ("id") ON DELETE CASCADE,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_my_garage_owner_i_d5f5f5" UNIQUE ("owner_id", "garage_id")
);
CREATE TABLE "notification" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "reminder_id" BIGINT REFERENCES "reminder" ("id") ON DELETE SET NULL
, "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE, "text" VARCHAR(300) NOT NULL DEFAULT '', "told_at" TIMESTAMP, "read_at" TIMESTAMP);
CREATE TABLE "odometer_reading" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "read_on" DATE NOT NULL,
    "kilometres" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
, "source" VARCHAR(12) NOT NULL DEFAULT 'typed', "cluster_offset" INT NOT NULL DEFAULT 0, "import_id" BIGINT);
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
CREATE TABLE "payment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "provider" VARCHAR(10) NOT NULL,
    "external_id" VARCHAR(255) NOT NULL UNIQUE,
    "amount_cents" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "paid_at" TIMESTAMP NOT NULL,
    "refunded_cents" BIGINT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "subscription_id" BIGINT REFERENCES "subscription" ("id") ON DELETE CASCADE
);
CREATE TABLE "plan" (
    "level" VARCHAR(10) NOT NULL  PRIMARY KEY /* FREE: free\nSTANDARD: standard\nPREMIUM: premium */,
    "popular" INT NOT NULL,
    "active" INT NOT NULL
);
INSERT INTO "plan" VALUES('free',0,1);
INSERT INTO "plan" VALUES('standard',1,1);
INSERT INTO "plan" VALUES('premium',0,1);
CREATE TABLE "plan_limit" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "feature" VARCHAR(20) NOT NULL  /* VEHICLES: vehicles\nDOCUMENTS: documents\nSTORAGE: storage\nRECORDS: records\nREADINGS: readings\nAI_MESSAGES: ai_messages\nAI_TRIES: ai_tries\nDIAGNOSES: diagnoses\nANALYSES: analyses\nPRIORITY: priority */,
    "amount" BIGINT,
    "plan_id" VARCHAR(10) NOT NULL REFERENCES "plan" ("level") ON DELETE CASCADE,
    CONSTRAINT "uid_plan_limit_plan_id_57fde4" UNIQUE ("plan_id", "feature")
);
INSERT INTO "plan_limit" VALUES(1,'vehicles',3,'free');
INSERT INTO "plan_limit" VALUES(2,'documents',50,'free');
INSERT INTO "plan_limit" VALUES(3,'storage',200000000,'free');
INSERT INTO "plan_limit" VALUES(4,'records',10,'free');
INSERT INTO "plan_limit" VALUES(5,'readings',3,'free');
INSERT INTO "plan_limit" VALUES(6,'ai_messages',0,'free');
INSERT INTO "plan_limit" VALUES(7,'ai_tries',1,'free');
INSERT INTO "plan_limit" VALUES(8,'diagnoses',0,'free');
INSERT INTO "plan_limit" VALUES(9,'analyses',0,'free');
INSERT INTO "plan_limit" VALUES(10,'priority',0,'free');
INSERT INTO "plan_limit" VALUES(11,'vehicles',10,'standard');
INSERT INTO "plan_limit" VALUES(12,'documents',200,'standard');
INSERT INTO "plan_limit" VALUES(13,'storage',1000000000,'standard');
INSERT INTO "plan_limit" VALUES(14,'records',50,'standard');
INSERT INTO "plan_limit" VALUES(15,'readings',100,'standard');
INSERT INTO "plan_limit" VALUES(16,'ai_messages',100,'standard');
INSERT INTO "plan_limit" VALUES(17,'ai_tries',0,'standard');
INSERT INTO "plan_limit" VALUES(18,'diagnoses',0,'standard');
INSERT INTO "plan_limit" VALUES(19,'analyses',0,'standard');
INSERT INTO "plan_limit" VALUES(20,'priority',0,'standard');
INSERT INTO "plan_limit" VALUES(21,'vehicles',NULL,'premium');
INSERT INTO "plan_limit" VALUES(22,'documents',1000,'premium');
INSERT INTO "plan_limit" VALUES(23,'storage',10000000000,'premium');
INSERT INTO "plan_limit" VALUES(24,'records',200,'premium');
INSERT INTO "plan_limit" VALUES(25,'readings',500,'premium');
INSERT INTO "plan_limit" VALUES(26,'ai_messages',500,'premium');
INSERT INTO "plan_limit" VALUES(27,'ai_tries',0,'premium');
INSERT INTO "plan_limit" VALUES(28,'diagnoses',30,'premium');
INSERT INTO "plan_limit" VALUES(29,'analyses',NULL,'premium');
INSERT INTO "plan_limit" VALUES(30,'priority',NULL,'premium');
CREATE TABLE "plan_price" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "interval" VARCHAR(6) NOT NULL  /* MONTH: month\nYEAR: year */,
    "amount_cents" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "active" INT NOT NULL,
    "stripe_test_id" VARCHAR(120)  UNIQUE,
    "stripe_live_id" VARCHAR(120)  UNIQUE,
    "plan_id" VARCHAR(10) NOT NULL REFERENCES "plan" ("level") ON DELETE CASCADE
);
INSERT INTO "plan_price" VALUES(1,'month',999,'EUR',1,NULL,NULL,'standard');
INSERT INTO "plan_price" VALUES(2,'year',9900,'EUR',1,NULL,NULL,'standard');
INSERT INTO "plan_price" VALUES(3,'month',77000,'XTR',1,NULL,NULL,'standard');
INSERT INTO "plan_price" VALUES(4,'month',1999,'EUR',1,NULL,NULL,'premium');
INSERT INTO "plan_price" VALUES(5,'year',19900,'EUR',1,NULL,NULL,'premium');
INSERT INTO "plan_price" VALUES(6,'month',154000,'XTR',1,NULL,NULL,'premium');
CREATE TABLE "quiet_mailbox" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "mailbox" VARCHAR(64) NOT NULL UNIQUE,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL
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
CREATE TABLE "recovery" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* OPEN: open\nCHECKED: checked\nWAITING: waiting\nDONE: done\nOBJECTED: objected\nDROPPED: dropped */,
    "due_at" TIMESTAMP,
    "reminded_at" TIMESTAMP,
    "ended_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "newcomer_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "recovery_email" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "sealed" TEXT NOT NULL,
    "lookup" VARCHAR(64) NOT NULL UNIQUE,
    "linked_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE
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
    "closed_by_id" BIGINT, "vehicle_id" BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE, "service" VARCHAR(40), "subject" VARCHAR(200), "topic" VARCHAR(20), "repeat" VARCHAR(8), "first_on" DATE, "at_minute" SMALLINT, "expected_on" DATE, "snoozed_on" DATE, "told" SMALLINT NOT NULL DEFAULT 0, "again_at" TIMESTAMP, "import_id" BIGINT, "appointment_id" BIGINT);
CREATE TABLE "review_report" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "review_id" BIGINT NOT NULL REFERENCES "garage_review" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_review_repo_owner_i_1a6624" UNIQUE ("owner_id", "review_id")
);
CREATE TABLE "review_tally" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "day" DATE NOT NULL,
    "written" SMALLINT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_review_tall_owner_i_0786ec" UNIQUE ("owner_id", "day")
);
CREATE TABLE "scheduled_run" (
    "name" VARCHAR(40) NOT NULL  PRIMARY KEY,
    "finished_at" BIGINT NOT NULL,
    "took_ms" INT NOT NULL
);
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
CREATE TABLE "subscription" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "provider" VARCHAR(10) NOT NULL,
    "external_id" VARCHAR(120) NOT NULL UNIQUE,
    "level" VARCHAR(10) NOT NULL  /* FREE: free\nSTANDARD: standard\nPREMIUM: premium */,
    "interval" VARCHAR(6) NOT NULL  /* MONTH: month\nYEAR: year */,
    "amount_cents" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "status" VARCHAR(12) NOT NULL  /* INCOMPLETE: incomplete\nTRIALING: trialing\nACTIVE: active\nPAST_DUE: past_due\nUNPAID: unpaid\nPAUSED: paused\nCANCELLED: cancelled\nEXPIRED: expired */,
    "live" INT NOT NULL,
    "period_end" TIMESTAMP,
    "cancels" INT NOT NULL,
    "grace_until" TIMESTAMP,
    "ended_at" TIMESTAMP,
    "holder_id" BIGINT  UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "ticket" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* OPEN: open\nANSWERED: answered\nCLOSED: closed */,
    "priority" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "waits_since" TIMESTAMP NOT NULL,
    "closed_at" TIMESTAMP,
    "closed_by" VARCHAR(8)   /* PERSON: person\nTEAM: team */,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
CREATE TABLE "ticket_message" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "side" VARCHAR(8) NOT NULL  /* PERSON: person\nTEAM: team */,
    "text" TEXT NOT NULL,
    "attached" VARCHAR(10)   /* PHOTO: photo\nDOCUMENT: document */,
    "file_name" VARCHAR(200),
    "telegram_file" VARCHAR(200),
    "writer" BIGINT,
    "created_at" TIMESTAMP NOT NULL,
    "ticket_id" BIGINT NOT NULL REFERENCES "ticket" ("id") ON DELETE CASCADE
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
INSERT INTO "tortoise_migrations" VALUES(8,'models','0008_billing','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(9,'models','0009_reminding','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(10,'models','0010_imports','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(11,'models','0011_made_files','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(12,'models','0012_papers','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(13,'models','0013_diagnoses','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(14,'models','0014_remarks','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(15,'models','0015_as_typed','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(16,'models','0016_account','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(17,'models','0017_sharing','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(18,'models','0018_assistant','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(19,'models','0019_garages','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(20,'models','0022_garage_answers','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(21,'models','0023_administration','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(22,'models','0024_usernames','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(23,'models','0025_outreach','2026-01-01 00:00:00+00:00');
INSERT INTO "tortoise_migrations" VALUES(24,'models','0026_garage_visits','2026-01-01 00:00:00+00:00');
CREATE TABLE "usage_count" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "feature" VARCHAR(40) NOT NULL,
    "month" VARCHAR(8) NOT NULL,
    "used" INT NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_usage_count_owner_i_d1a6f4" UNIQUE ("owner_id", "feature", "month")
);
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
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE, "nickname" VARCHAR(40), "country" VARCHAR(2), "purchased_on" DATE, "purchase_cents" BIGINT, "purchase_currency" VARCHAR(3), "disposed_on" DATE, "sale_cents" BIGINT, "sale_currency" VARCHAR(3), "archived_at" TIMESTAMP, "archive_reason" VARCHAR(10)   /* SOLD: sold\nSCRAPPED: scrapped\nOTHER: other */, "deleted_at" TIMESTAMP, "odometer_offset" INT NOT NULL DEFAULT 0, "asks_odometer" INT NOT NULL DEFAULT 1, "ask_odometer_at" TIMESTAMP, "inspection_class" VARCHAR(12), "import_id" BIGINT, "insurer" VARCHAR(80), "policy_number" VARCHAR(60), "plate_written" VARCHAR(20),
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
CREATE TABLE "vehicle_deed" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "what" VARCHAR(40) NOT NULL,
    "done_at" TIMESTAMP NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "vehicle_invite" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(8) NOT NULL  /* SHARE: share\nHANDOVER: handover */,
    "role" VARCHAR(8) NOT NULL  /* VIEWER: viewer\nWRITER: writer\nMANAGER: manager */,
    "secret" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "revoked_at" TIMESTAMP,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE
);
CREATE TABLE "vehicle_member" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "role" VARCHAR(8) NOT NULL  /* VIEWER: viewer\nWRITER: writer\nMANAGER: manager */,
    "told" INT NOT NULL DEFAULT 1,
    "joined_at" TIMESTAMP NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    "vehicle_id" BIGINT NOT NULL REFERENCES "vehicle" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_vehicle_mem_vehicle_ce1bf0" UNIQUE ("vehicle_id", "account_id")
);
CREATE TABLE "vendor_lesson" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "vendor" VARCHAR(64) NOT NULL,
    "about" VARCHAR(80) NOT NULL,
    "learned" TEXT NOT NULL,
    "learned_at" TIMESTAMP NOT NULL,
    "owner_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_vendor_less_owner_i_751acb" UNIQUE ("owner_id", "vendor", "about")
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
CREATE INDEX "idx_billing_eve_state_327fe0" ON "billing_event" ("state", "received_at");
CREATE INDEX "idx_billing_req_owner_i_600925" ON "billing_request" ("owner_id", "kind", "state");
CREATE INDEX "idx_subscriptio_owner_i_a4b04b" ON "subscription" ("owner_id", "status");
CREATE INDEX "idx_subscriptio_status_6ee361" ON "subscription" ("status", "period_end");
CREATE INDEX "idx_payment_owner_i_525370" ON "payment" ("owner_id", "paid_at");
CREATE INDEX "idx_account_digest__36bd5b" ON "account" ("digest_at");
CREATE INDEX "idx_reminder_state_ed40e5" ON "reminder" ("state", "again_at");
CREATE INDEX "idx_import_batc_owner_i_d90410" ON "import_batch" ("owner_id", "id");
CREATE INDEX "idx_import_batc_state_ade666" ON "import_batch" ("state", "created_at");
CREATE INDEX "idx_fill_up_import__20dc78" ON "fill_up" ("import_id");
CREATE INDEX "idx_maintenance_import__97f8aa" ON "maintenance_record" ("import_id");
CREATE INDEX "idx_cost_import__b443a7" ON "cost" ("import_id");
CREATE INDEX "idx_odometer_re_import__dbf0da" ON "odometer_reading" ("import_id");
CREATE INDEX "idx_reminder_import__663d00" ON "reminder" ("import_id");
CREATE INDEX "idx_vehicle_import__c850ad" ON "vehicle" ("import_id");
CREATE INDEX "idx_made_file_owner_i_18929d" ON "made_file" ("owner_id", "id");
CREATE INDEX "idx_made_file_expires_2cef1e" ON "made_file" ("expires_at");
CREATE INDEX "idx_document_part_of_b96af4" ON "document" ("part_of");
CREATE INDEX "idx_diagnosis_c_owner_i_fa4018" ON "diagnosis_case" ("owner_id", "id");
CREATE INDEX "idx_diagnosis_c_vehicle_f09efb" ON "diagnosis_case" ("vehicle_id");
CREATE INDEX "idx_diagnosis_c_record__1c993a" ON "diagnosis_case" ("record_id");
CREATE INDEX "idx_diagnosis_c_reminde_90730a" ON "diagnosis_case" ("reminder_id");
CREATE INDEX "idx_diagnosis_p_case_id_a4d433" ON "diagnosis_piece" ("case_id", "id");
CREATE INDEX "idx_email_chang_owner_i_eb159a" ON "email_change" ("owner_id", "state");
CREATE INDEX "idx_email_chang_state_9874ce" ON "email_change" ("state", "due_at");
CREATE INDEX "idx_mail_mailbox_b1d720" ON "mail" ("mailbox", "created_at");
CREATE INDEX "idx_mail_state_8dc43d" ON "mail" ("state", "next_at");
CREATE INDEX "idx_mail_code_owner_i_dc300a" ON "mail_code" ("owner_id", "created_at");
CREATE INDEX "idx_mail_code_mailbox_7bf6d2" ON "mail_code" ("mailbox", "created_at");
CREATE INDEX "idx_recovery_owner_i_8f4e0f" ON "recovery" ("owner_id", "state");
CREATE INDEX "idx_recovery_newcome_df4803" ON "recovery" ("newcomer_id", "state");
CREATE INDEX "idx_recovery_state_2df2f4" ON "recovery" ("state", "due_at");
CREATE INDEX "idx_account_leaves__5bf07d" ON "account" ("leaves_at");
CREATE INDEX "idx_vehicle_mem_account_424708" ON "vehicle_member" ("account_id");
CREATE INDEX "idx_vehicle_inv_vehicle_e1776d" ON "vehicle_invite" ("vehicle_id", "id");
CREATE INDEX "idx_vehicle_inv_expires_13bed9" ON "vehicle_invite" ("expires_at");
CREATE INDEX "idx_vehicle_dee_vehicle_b6e071" ON "vehicle_deed" ("vehicle_id", "id");
CREATE INDEX "idx_vehicle_dee_done_at_7c0cb0" ON "vehicle_deed" ("done_at");
CREATE INDEX "idx_ask_thread_owner_i_914a65" ON "ask_thread" ("owner_id", "spoken_at");
CREATE INDEX "idx_ask_exchang_thread__0cbdb4" ON "ask_exchange" ("thread_id", "id");
CREATE INDEX "idx_listed_gara_status_c093a3" ON "listed_garage" ("status", "score");
CREATE INDEX "idx_listed_gara_postcod_4c2acf" ON "listed_garage" ("postcode");
CREATE INDEX "idx_listed_gara_brought_73167d" ON "listed_garage" ("brought_by_id");
CREATE INDEX "idx_appointment_owner_i_0702d7" ON "appointment" ("owner_id", "starts_at");
CREATE INDEX "idx_appointment_ask_at_7d8e6b" ON "appointment" ("ask_at");
CREATE INDEX "idx_appointment_vehicle_98506b" ON "appointment" ("vehicle_id");
CREATE INDEX "idx_appointment_garage__3151d5" ON "appointment" ("garage_id");
CREATE INDEX "idx_appointment_record__34b9a6" ON "appointment" ("record_id");
CREATE INDEX "idx_garage_revi_garage__e56da7" ON "garage_review" ("garage_id", "state");
CREATE INDEX "idx_garage_revi_state_7c538b" ON "garage_review" ("state", "id");
CREATE INDEX "idx_my_garage_garage__b77c64" ON "my_garage" ("garage_id");
CREATE INDEX "idx_review_repo_review__539dfa" ON "review_report" ("review_id");
CREATE INDEX "idx_garage_listed__134d28" ON "garage" ("listed_id");
CREATE INDEX "idx_garage_corr_garage__23bd5f" ON "garage_correction" ("garage_id");
CREATE INDEX "idx_garage_corr_state_c7aba5" ON "garage_correction" ("state", "id");
CREATE INDEX "idx_audit_entry_about_i_665a11" ON "audit_entry" ("about_id");
CREATE INDEX "idx_audit_entry_action_c7da58" ON "audit_entry" ("action", "id");
CREATE INDEX "idx_account_not_owner_i_d6a03a" ON "account_note" ("owner_id", "id");
CREATE INDEX "idx_account_usernam_c7a6b4" ON "account" ("username");
CREATE INDEX "idx_broadcast_state_6e0e56" ON "broadcast" ("state", "starts_at");
CREATE INDEX "idx_ticket_owner_i_3b5997" ON "ticket" ("owner_id", "id");
CREATE INDEX "idx_ticket_state_5a223a" ON "ticket" ("state", "priority", "waits_since");
CREATE INDEX "idx_ticket_mess_ticket__dc0a0b" ON "ticket_message" ("ticket_id", "id");
CREATE INDEX "idx_active_day_day_70ed51" ON "active_day" ("day");
CREATE INDEX "idx_listed_gara_cell_a82e42" ON "listed_garage" ("cell", "latitude", "longitude", "status", "brought_by_id", "score", "specialties");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tortoise_migrations',24);
INSERT INTO "sqlite_sequence" VALUES('plan_limit',30);
INSERT INTO "sqlite_sequence" VALUES('plan_price',6);
CREATE VIRTUAL TABLE document_words USING fts5(words, content='document_text', content_rowid='id');
CREATE VIRTUAL TABLE garage_words USING fts5(words, content='listed_garage', content_rowid='id', prefix='3 5', detail='none', columnsize=0);
CREATE TRIGGER audit_entry_changed BEFORE UPDATE ON audit_entry WHEN NOT (new."id" IS old."id" AND new."at" IS old."at" AND new."who" IS old."who" AND new."admin_telegram_id" IS old."admin_telegram_id" AND new."admin_account_id" IS old."admin_account_id" AND new."action" IS old."action" AND new."subject" IS old."subject" AND new."subject_id" IS old."subject_id" AND new."before" IS old."before" AND new."after" IS old."after" AND new."about_id" IS NULL AND new."reason" IS NULL) BEGIN SELECT RAISE(ABORT, 'audit_entry only grows'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry only grows'); END;
CREATE TRIGGER audit_entry_replaced BEFORE INSERT ON audit_entry WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = new.id) BEGIN SELECT RAISE(ABORT, 'audit_entry only grows'); END;
CREATE TRIGGER document_words_added AFTER INSERT ON document_text BEGIN INSERT INTO document_words(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER document_words_changed AFTER UPDATE ON document_text BEGIN INSERT INTO document_words(document_words, rowid, words) VALUES ('delete', old.id, old.words); INSERT INTO document_words(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER document_words_gone AFTER DELETE ON document_text BEGIN INSERT INTO document_words(document_words, rowid, words) VALUES ('delete', old.id, old.words); END;
CREATE TRIGGER garage_words_added AFTER INSERT ON listed_garage BEGIN INSERT INTO garage_words(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER garage_words_changed AFTER UPDATE OF words ON listed_garage BEGIN INSERT INTO garage_words(garage_words, rowid, words) VALUES ('delete', old.id, old.words); INSERT INTO garage_words(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER garage_words_gone AFTER DELETE ON listed_garage BEGIN INSERT INTO garage_words(garage_words, rowid, words) VALUES ('delete', old.id, old.words); END;
COMMIT;
