-- outside a transaction
-- Every row that was there before the rules is looked at while others read and write, and so are the indexes made.

ALTER TABLE "User" VALIDATE CONSTRAINT "User_quotas_are_not_negative";
ALTER TABLE "RefreshToken" VALIDATE CONSTRAINT "RefreshToken_hash_is_a_sha256";
ALTER TABLE "ShareDefaults" VALIDATE CONSTRAINT "ShareDefaults_is_one_row";
ALTER TABLE "ShareDefaults" VALIDATE CONSTRAINT "ShareDefaults_days_are_positive";
ALTER TABLE "GoogleSetup" VALIDATE CONSTRAINT "GoogleSetup_is_one_row";
ALTER TABLE "Event" VALIDATE CONSTRAINT "Event_accent_is_a_colour";
ALTER TABLE "Event" VALIDATE CONSTRAINT "Event_erased_has_no_key";
ALTER TABLE "Event" VALIDATE CONSTRAINT "Event_people_are_not_newer_than_faces";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_sha256_is_lower_case_hex";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_md5_is_lower_case_hex";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_crc32_is_unsigned_32_bit";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_bytes_are_not_negative";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_has_both_sides_or_none";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_orientation_is_one_of_eight";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_ingest_has_time_and_version";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_detection_has_time_and_version";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_embedding_has_time_and_version";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_is_embedded_after_its_faces_are_found";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_failure_has_code_and_reason";
ALTER TABLE "Photo" VALIDATE CONSTRAINT "Photo_is_erased_from_the_trash";
ALTER TABLE "Face" VALIDATE CONSTRAINT "Face_has_an_area";
ALTER TABLE "Face" VALIDATE CONSTRAINT "Face_score_and_quality_are_shares";
ALTER TABLE "Face" VALIDATE CONSTRAINT "Face_embedding_names_its_model";
ALTER TABLE "Face" VALIDATE CONSTRAINT "Face_second_embedding_names_its_model";
ALTER TABLE "PersonEdit" VALIDATE CONSTRAINT "PersonEdit_is_not_by_two";
ALTER TABLE "PersonEdit" VALIDATE CONSTRAINT "PersonEdit_of_guests_is_about_a_photo";
ALTER TABLE "PersonEdit" VALIDATE CONSTRAINT "PersonEdit_waits_only_as_a_claim";
ALTER TABLE "FaceLink" VALIDATE CONSTRAINT "FaceLink_is_with_a_face_or_a_person";
ALTER TABLE "Share" VALIDATE CONSTRAINT "Share_opens_before_it_ends";
ALTER TABLE "Share" VALIDATE CONSTRAINT "Share_password_has_hash_and_id";
ALTER TABLE "Share" VALIDATE CONSTRAINT "Share_guests_are_limited_to_one_or_more";
ALTER TABLE "ShareCode" VALIDATE CONSTRAINT "ShareCode_short_code_has_hash_and_box";
ALTER TABLE "ShareCode" VALIDATE CONSTRAINT "ShareCode_opens_are_not_negative";
ALTER TABLE "Guest" VALIDATE CONSTRAINT "Guest_is_let_in_or_refused";
ALTER TABLE "Guest" VALIDATE CONSTRAINT "Guest_consent_has_time_and_wording";
ALTER TABLE "Guest" VALIDATE CONSTRAINT "Guest_is_recognised_with_consent";
ALTER TABLE "Upload" VALIDATE CONSTRAINT "Upload_is_not_by_two";
ALTER TABLE "Upload" VALIDATE CONSTRAINT "Upload_bytes_are_not_negative";
ALTER TABLE "Upload" VALIDATE CONSTRAINT "Upload_sha256_is_lower_case_hex";
ALTER TABLE "Upload" VALIDATE CONSTRAINT "Upload_ends_with_an_outcome";
ALTER TABLE "Upload" VALIDATE CONSTRAINT "Upload_is_refused_for_a_reason";
ALTER TABLE "LooseObject" VALIDATE CONSTRAINT "LooseObject_sha256_is_lower_case_hex";
ALTER TABLE "DriveAccount" VALIDATE CONSTRAINT "DriveAccount_is_a_users_or_a_guests";
ALTER TABLE "DriveAccount" VALIDATE CONSTRAINT "DriveAccount_uses_are_known";
ALTER TABLE "DriveImport" VALIDATE CONSTRAINT "DriveImport_ends_at_a_time";
ALTER TABLE "DriveImport" VALIDATE CONSTRAINT "DriveImport_fails_for_a_reason";
ALTER TABLE "DriveImportFile" VALIDATE CONSTRAINT "DriveImportFile_bytes_are_not_negative";
ALTER TABLE "DriveExport" VALIDATE CONSTRAINT "DriveExport_has_a_subject_unless_of_the_event";
ALTER TABLE "DriveExport" VALIDATE CONSTRAINT "DriveExport_of_guests_is_no_users";
ALTER TABLE "DriveExport" VALIDATE CONSTRAINT "DriveExport_ends_at_a_time";
ALTER TABLE "DriveExport" VALIDATE CONSTRAINT "DriveExport_fails_for_a_reason";
ALTER TABLE "DriveMirror" VALIDATE CONSTRAINT "DriveMirror_goes_by_service_or_account";
ALTER TABLE "DriveMirror" VALIDATE CONSTRAINT "DriveMirror_asks_what_is_known";
ALTER TABLE "DriveMirror" VALIDATE CONSTRAINT "DriveMirror_knows_what_it_asks";
ALTER TABLE "DriveMirrorItem" VALIDATE CONSTRAINT "DriveMirrorItem_bytes_are_not_negative";
ALTER TABLE "DriveMirrorItem" VALIDATE CONSTRAINT "DriveMirrorItem_drive_has_name_and_md5";
ALTER TABLE "DriveMirrorItem" VALIDATE CONSTRAINT "DriveMirrorItem_visage_has_name_and_md5";
ALTER TABLE "DriveMirrorItem" VALIDATE CONSTRAINT "DriveMirrorItem_notes_what_is_known";
ALTER TABLE "AuditLine" VALIDATE CONSTRAINT "AuditLine_counts_one_or_more";
ALTER TABLE "AuditLine" VALIDATE CONSTRAINT "AuditLine_ends_after_it_begins";

-- Reads that had no index.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "PersonEdit_eventId_id_idx" ON "PersonEdit"("eventId", "id");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "PersonEdit_userId_idx" ON "PersonEdit"("userId");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "FaceLink_personId_idx" ON "FaceLink"("personId");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Guest_personIds_idx" ON "Guest" USING GIN ("personIds");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Photo_held_idx" ON "Photo"("eventId") WHERE "heldAt" IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS "DriveImport_state_idx" ON "DriveImport"("state");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "DriveExport_state_idx" ON "DriveExport"("state");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "DriveExport_subjectId_idx" ON "DriveExport"("subjectId");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "DriveMirrorLine_mirrorId_id_idx" ON "DriveMirrorLine"("mirrorId", "id");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "AuditLine_lastAt_idx" ON "AuditLine"("lastAt");

-- Indexes that no read used.
DROP INDEX CONCURRENTLY IF EXISTS "PersonEdit_eventId_createdAt_idx";
DROP INDEX CONCURRENTLY IF EXISTS "DriveMirrorItem_mirrorId_photoId_idx";
