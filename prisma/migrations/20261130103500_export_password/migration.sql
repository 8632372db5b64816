-- AlterTable
ALTER TABLE "DriveExport" ADD COLUMN     "passwordId" UUID;

-- Whoever began an export that is under way had given the password.
UPDATE "DriveExport" SET "passwordId" = share."passwordId"
FROM "Guest" guest
JOIN "ShareCode" code ON code.id = guest."shareCodeId"
JOIN "Share" share ON share.id = code."shareId"
WHERE "DriveExport".kind = 'guest' AND "DriveExport".state IN ('pending', 'running') AND guest.id = "DriveExport"."subjectId";
