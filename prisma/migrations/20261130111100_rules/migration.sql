-- Rules that a row keeps by itself. They bind new rows at once, without a look at those that are there, so that no table
-- stands still; the migration after this one looks at those.

-- First, what earlier versions may have left behind is made to keep the rules, where there is one plain way. What has
-- none (a negative number, a digest that is none) is left for a person, whom the next migration tells how to find it.

-- A key that was to be destroyed, a colour that is none, people newer than the faces they are made of.
UPDATE "Event" SET "wrappedKey" = NULL WHERE "erasedAt" IS NOT NULL AND "wrappedKey" IS NOT NULL;
UPDATE "Event" SET "accent" = CASE WHEN lower("accent") ~ '^#[0-9a-f]{6}$' THEN lower("accent") END WHERE "accent" !~ '^#[0-9a-f]{6}$';
UPDATE "Event" SET "facesRevision" = "groupedRevision" + 1 WHERE "facesRevision" < "groupedRevision";

-- Stamps without a version, or the other way round: the stage is to be done again.
UPDATE "Photo" SET "ingestedAt" = NULL, "ingestVersion" = 0 WHERE ("ingestedAt" IS NULL) <> ("ingestVersion" = 0);
UPDATE "Photo" SET "detectedAt" = NULL, "detectVersion" = NULL WHERE ("detectedAt" IS NULL) <> ("detectVersion" IS NULL);
UPDATE "Photo" SET "embeddedAt" = NULL, "embedVersion" = NULL
  WHERE ("embeddedAt" IS NULL) <> ("embedVersion" IS NULL) OR ("embeddedAt" IS NOT NULL AND "detectedAt" IS NULL);
UPDATE "Photo" SET "errorCode" = NULL, "errorReason" = NULL
  WHERE "failedAt" IS NULL AND ("errorCode" IS NOT NULL OR "errorReason" IS NOT NULL);
UPDATE "Photo" SET "errorCode" = coalesce("errorCode", 'internal'), "errorReason" = coalesce("errorReason", 'Something went wrong.')
  WHERE "failedAt" IS NOT NULL AND ("errorCode" IS NULL OR "errorReason" IS NULL);
UPDATE "Photo" SET "deletedAt" = "createdAt" WHERE "erasing" AND "deletedAt" IS NULL;
UPDATE "Face" SET "embedding" = NULL, "embeddingModel" = NULL WHERE ("embedding" IS NULL) <> ("embeddingModel" IS NULL);
UPDATE "Face" SET "second" = NULL, "secondModel" = NULL WHERE ("second" IS NULL) <> ("secondModel" IS NULL);

-- What was found without consent is forgotten; a refusal counts.
UPDATE "Guest" SET "consentVersion" = NULL, "consentedAt" = NULL, "identifiedAt" = NULL, "personIds" = '{}', "faceIds" = '{}'
  WHERE "consentedAt" IS NULL OR "consentVersion" IS NULL;
UPDATE "Guest" SET "approvedAt" = NULL WHERE "approvedAt" IS NOT NULL AND "refusedAt" IS NOT NULL;

-- A password that nobody could give, one that is none, half a short code, a share that nobody could open.
UPDATE "Share" SET "passwordId" = CASE WHEN "passwordHash" IS NOT NULL THEN gen_random_uuid() END
  WHERE ("passwordHash" IS NULL) <> ("passwordId" IS NULL);
UPDATE "Share" SET "opensAt" = NULL, "revokedAt" = coalesce("revokedAt", now()) WHERE "opensAt" >= "expiresAt";
UPDATE "ShareCode" SET "shortHash" = NULL, "shortBox" = NULL WHERE ("shortHash" IS NULL) <> ("shortBox" IS NULL);

-- Words of guests without guest or photo are nobody's; only claims wait.
DELETE FROM "PersonEdit" WHERE "kind" IN ('notMe', 'mine') AND ("guestId" IS NULL OR "photoId" IS NULL);
UPDATE "PersonEdit" SET "userId" = NULL WHERE "kind" IN ('notMe', 'mine') AND "userId" IS NOT NULL;
UPDATE "PersonEdit" SET "guestId" = NULL, "photoId" = NULL
  WHERE "kind" NOT IN ('notMe', 'mine') AND ("guestId" IS NOT NULL OR "photoId" IS NOT NULL);
UPDATE "PersonEdit" SET "waiting" = false WHERE "waiting" AND ("kind" <> 'mine' OR "undoneAt" IS NOT NULL);

-- An upload is over once it has an outcome.
UPDATE "Upload" SET "finishedAt" = NULL WHERE "outcome" IS NULL AND "finishedAt" IS NOT NULL;
UPDATE "Upload" SET "finishedAt" = "touchedAt" WHERE "outcome" IS NOT NULL AND "finishedAt" IS NULL;
UPDATE "Upload" SET "reason" = 'It was refused.' WHERE "outcome" = 'refused' AND "reason" IS NULL;

-- Runs end once, and stop for a reason.
UPDATE "DriveImport" SET "finishedAt" = CASE WHEN "state" IN ('done', 'failed') THEN "createdAt" END
  WHERE ("state" IN ('done', 'failed')) <> ("finishedAt" IS NOT NULL);
UPDATE "DriveImport" SET "error" = CASE WHEN "state" = 'failed' THEN 'It stopped.' END
  WHERE ("state" = 'failed') <> ("error" IS NOT NULL);
UPDATE "DriveExport" SET "finishedAt" = CASE WHEN "state" IN ('done', 'failed') THEN "createdAt" END
  WHERE ("state" IN ('done', 'failed')) <> ("finishedAt" IS NOT NULL);
UPDATE "DriveExport" SET "error" = CASE WHEN "state" = 'failed' THEN 'It stopped.' END
  WHERE ("state" = 'failed') <> ("error" IS NOT NULL);
UPDATE "DriveExport" SET "subjectId" = NULL WHERE "kind" = 'event' AND "subjectId" IS NOT NULL;
UPDATE "DriveExport" SET "startedBy" = NULL WHERE "kind" = 'guest' AND "startedBy" IS NOT NULL;

UPDATE "DriveMirror" SET "byService" = false WHERE "byService" AND "accountId" IS NOT NULL;
UPDATE "DriveMirror" SET "asks" = CASE WHEN "state" = 'asking' THEN 'look' END
  WHERE "asks" NOT IN ('first', 'brake', 'look') OR ("state" = 'asking' AND "asks" IS NULL);
UPDATE "DriveMirrorItem" SET "driveName" = NULL, "driveMd5" = NULL WHERE ("driveName" IS NULL) <> ("driveMd5" IS NULL);
UPDATE "DriveMirrorItem" SET "visageName" = NULL, "visageMd5" = NULL WHERE ("visageName" IS NULL) <> ("visageMd5" IS NULL);
UPDATE "DriveMirrorItem" SET "noted" = NULL WHERE "noted" NOT IN ('lost', 'withheld');

-- Nobody can use these.
DELETE FROM "DriveAccount" WHERE "userId" IS NULL AND "guestId" IS NULL;
UPDATE "DriveAccount" SET "uses" = array(SELECT unnest("uses") INTERSECT SELECT unnest(ARRAY['import', 'export', 'mirror']))
  WHERE "uses" IS NULL OR NOT "uses" <@ ARRAY['import', 'export', 'mirror'];
DELETE FROM "RefreshToken" WHERE octet_length("hash") <> 32;
DELETE FROM "ShareDefaults" WHERE "id" <> 1;
DELETE FROM "GoogleSetup" WHERE "id" <> 1;

-- Now the rules.

ALTER TABLE "User"
  ADD CONSTRAINT "User_quotas_are_not_negative" CHECK ("quotaBytes" >= 0 AND "quotaEvents" >= 0) NOT VALID;

ALTER TABLE "RefreshToken"
  ADD CONSTRAINT "RefreshToken_hash_is_a_sha256" CHECK (octet_length("hash") = 32) NOT VALID;

ALTER TABLE "ShareDefaults"
  ADD CONSTRAINT "ShareDefaults_is_one_row" CHECK ("id" = 1) NOT VALID,
  ADD CONSTRAINT "ShareDefaults_days_are_positive" CHECK ("days" > 0) NOT VALID;

ALTER TABLE "GoogleSetup"
  ADD CONSTRAINT "GoogleSetup_is_one_row" CHECK ("id" = 1) NOT VALID;

ALTER TABLE "Event"
  ADD CONSTRAINT "Event_accent_is_a_colour" CHECK ("accent" ~ '^#[0-9a-f]{6}$') NOT VALID,
  ADD CONSTRAINT "Event_erased_has_no_key" CHECK ("erasedAt" IS NULL OR "wrappedKey" IS NULL) NOT VALID,
  ADD CONSTRAINT "Event_people_are_not_newer_than_faces" CHECK ("groupedRevision" BETWEEN 0 AND "facesRevision") NOT VALID;

ALTER TABLE "Photo"
  ADD CONSTRAINT "Photo_sha256_is_lower_case_hex" CHECK ("sha256" ~ '^[0-9a-f]{64}$') NOT VALID,
  ADD CONSTRAINT "Photo_md5_is_lower_case_hex" CHECK ("md5" ~ '^[0-9a-f]{32}$') NOT VALID,
  ADD CONSTRAINT "Photo_crc32_is_unsigned_32_bit" CHECK ("crc32" BETWEEN 0 AND 4294967295) NOT VALID,
  ADD CONSTRAINT "Photo_bytes_are_not_negative" CHECK ("bytes" >= 0) NOT VALID,
  ADD CONSTRAINT "Photo_has_both_sides_or_none" CHECK (("width" IS NULL) = ("height" IS NULL) AND "width" > 0 AND "height" > 0) NOT VALID,
  ADD CONSTRAINT "Photo_orientation_is_one_of_eight" CHECK ("orientation" BETWEEN 1 AND 8) NOT VALID,
  ADD CONSTRAINT "Photo_ingest_has_time_and_version" CHECK (("ingestedAt" IS NULL) = ("ingestVersion" = 0) AND "ingestVersion" >= 0) NOT VALID,
  ADD CONSTRAINT "Photo_detection_has_time_and_version" CHECK (("detectedAt" IS NULL) = ("detectVersion" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Photo_embedding_has_time_and_version" CHECK (("embeddedAt" IS NULL) = ("embedVersion" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Photo_is_embedded_after_its_faces_are_found" CHECK ("embeddedAt" IS NULL OR "detectedAt" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Photo_failure_has_code_and_reason" CHECK (num_nonnulls("failedAt", "errorCode", "errorReason") IN (0, 3)) NOT VALID,
  ADD CONSTRAINT "Photo_is_erased_from_the_trash" CHECK (NOT "erasing" OR "deletedAt" IS NOT NULL) NOT VALID;

ALTER TABLE "Face"
  ADD CONSTRAINT "Face_has_an_area" CHECK ("width" > 0 AND "height" > 0) NOT VALID,
  ADD CONSTRAINT "Face_score_and_quality_are_shares" CHECK ("score" BETWEEN 0 AND 1 AND "quality" BETWEEN 0 AND 1) NOT VALID,
  ADD CONSTRAINT "Face_embedding_names_its_model" CHECK (("embedding" IS NULL) = ("embeddingModel" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Face_second_embedding_names_its_model" CHECK (("second" IS NULL) = ("secondModel" IS NULL)) NOT VALID;

ALTER TABLE "PersonEdit"
  ADD CONSTRAINT "PersonEdit_is_not_by_two" CHECK (num_nonnulls("userId", "guestId") <= 1) NOT VALID,
  ADD CONSTRAINT "PersonEdit_of_guests_is_about_a_photo" CHECK (
    num_nonnulls("guestId", "photoId") = CASE WHEN "kind" IN ('notMe', 'mine') THEN 2 ELSE 0 END) NOT VALID,
  ADD CONSTRAINT "PersonEdit_waits_only_as_a_claim" CHECK (NOT "waiting" OR ("kind" = 'mine' AND "undoneAt" IS NULL)) NOT VALID;

ALTER TABLE "FaceLink"
  ADD CONSTRAINT "FaceLink_is_with_a_face_or_a_person" CHECK (num_nonnulls("faceB", "personId") = 1) NOT VALID;

ALTER TABLE "Share"
  ADD CONSTRAINT "Share_opens_before_it_ends" CHECK ("opensAt" < "expiresAt") NOT VALID,
  ADD CONSTRAINT "Share_password_has_hash_and_id" CHECK (("passwordHash" IS NULL) = ("passwordId" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Share_guests_are_limited_to_one_or_more" CHECK ("maxGuests" > 0) NOT VALID;

ALTER TABLE "ShareCode"
  ADD CONSTRAINT "ShareCode_short_code_has_hash_and_box" CHECK (("shortHash" IS NULL) = ("shortBox" IS NULL)) NOT VALID,
  ADD CONSTRAINT "ShareCode_opens_are_not_negative" CHECK ("opens" >= 0) NOT VALID;

ALTER TABLE "Guest"
  ADD CONSTRAINT "Guest_is_let_in_or_refused" CHECK ("approvedAt" IS NULL OR "refusedAt" IS NULL) NOT VALID,
  ADD CONSTRAINT "Guest_consent_has_time_and_wording" CHECK (("consentedAt" IS NULL) = ("consentVersion" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Guest_is_recognised_with_consent" CHECK (
    "consentedAt" IS NOT NULL OR ("identifiedAt" IS NULL AND cardinality("personIds") = 0 AND cardinality("faceIds") = 0)) NOT VALID;

ALTER TABLE "Upload"
  ADD CONSTRAINT "Upload_is_not_by_two" CHECK (num_nonnulls("userId", "guestId") <= 1) NOT VALID,
  ADD CONSTRAINT "Upload_bytes_are_not_negative" CHECK ("bytes" >= 0) NOT VALID,
  ADD CONSTRAINT "Upload_sha256_is_lower_case_hex" CHECK ("sha256" ~ '^[0-9a-f]{64}$') NOT VALID,
  ADD CONSTRAINT "Upload_ends_with_an_outcome" CHECK (("finishedAt" IS NULL) = ("outcome" IS NULL)) NOT VALID,
  ADD CONSTRAINT "Upload_is_refused_for_a_reason" CHECK ("outcome" <> 'refused' OR "reason" IS NOT NULL) NOT VALID;

ALTER TABLE "LooseObject"
  ADD CONSTRAINT "LooseObject_sha256_is_lower_case_hex" CHECK ("sha256" ~ '^[0-9a-f]{64}$') NOT VALID;

ALTER TABLE "DriveAccount"
  ADD CONSTRAINT "DriveAccount_is_a_users_or_a_guests" CHECK (num_nonnulls("userId", "guestId") = 1) NOT VALID,
  ADD CONSTRAINT "DriveAccount_uses_are_known" CHECK ("uses" IS NOT NULL AND "uses" <@ ARRAY['import', 'export', 'mirror']) NOT VALID;

ALTER TABLE "DriveImport"
  ADD CONSTRAINT "DriveImport_ends_at_a_time" CHECK (("state" IN ('done', 'failed')) = ("finishedAt" IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT "DriveImport_fails_for_a_reason" CHECK (("state" = 'failed') = ("error" IS NOT NULL)) NOT VALID;

ALTER TABLE "DriveImportFile"
  ADD CONSTRAINT "DriveImportFile_bytes_are_not_negative" CHECK ("bytes" >= 0) NOT VALID;

ALTER TABLE "DriveExport"
  ADD CONSTRAINT "DriveExport_has_a_subject_unless_of_the_event" CHECK (("kind" = 'event') = ("subjectId" IS NULL)) NOT VALID,
  ADD CONSTRAINT "DriveExport_of_guests_is_no_users" CHECK ("kind" <> 'guest' OR "startedBy" IS NULL) NOT VALID,
  ADD CONSTRAINT "DriveExport_ends_at_a_time" CHECK (("state" IN ('done', 'failed')) = ("finishedAt" IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT "DriveExport_fails_for_a_reason" CHECK (("state" = 'failed') = ("error" IS NOT NULL)) NOT VALID;

ALTER TABLE "DriveMirror"
  ADD CONSTRAINT "DriveMirror_goes_by_service_or_account" CHECK (NOT "byService" OR "accountId" IS NULL) NOT VALID,
  ADD CONSTRAINT "DriveMirror_asks_what_is_known" CHECK ("asks" IN ('first', 'brake', 'look')) NOT VALID,
  ADD CONSTRAINT "DriveMirror_knows_what_it_asks" CHECK ("state" <> 'asking' OR "asks" IS NOT NULL) NOT VALID;

ALTER TABLE "DriveMirrorItem"
  ADD CONSTRAINT "DriveMirrorItem_bytes_are_not_negative" CHECK ("bytes" >= 0) NOT VALID,
  ADD CONSTRAINT "DriveMirrorItem_drive_has_name_and_md5" CHECK (("driveName" IS NULL) = ("driveMd5" IS NULL)) NOT VALID,
  ADD CONSTRAINT "DriveMirrorItem_visage_has_name_and_md5" CHECK (("visageName" IS NULL) = ("visageMd5" IS NULL)) NOT VALID,
  ADD CONSTRAINT "DriveMirrorItem_notes_what_is_known" CHECK ("noted" IN ('lost', 'withheld')) NOT VALID;

ALTER TABLE "AuditLine"
  ADD CONSTRAINT "AuditLine_counts_one_or_more" CHECK ("count" > 0) NOT VALID,
  ADD CONSTRAINT "AuditLine_ends_after_it_begins" CHECK ("lastAt" >= "at") NOT VALID;
