-- CreateTable
CREATE TABLE "KeyStoreMark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "storeId" TEXT NOT NULL,

    CONSTRAINT "KeyStoreMark_pkey" PRIMARY KEY ("id")
);

