-- the key of an event's photos, sealed under the key of the event; null = its photos are not encrypted
ALTER TABLE "Event" ADD COLUMN "photoKey" BYTEA;
