# syntax=docker/dockerfile:1
# One image for every app of Visage; the command chooses which one runs.

FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL=skip CI=true
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/gateway/package.json apps/gateway/
COPY apps/detector/package.json apps/detector/
COPY apps/embedder/package.json apps/embedder/
COPY apps/clusterer/package.json apps/clusterer/
COPY apps/drive-sync/package.json apps/drive-sync/
COPY apps/web/package.json apps/web/
COPY apps/cli/package.json apps/cli/
COPY libs/contracts/package.json libs/contracts/
COPY libs/vision/package.json libs/vision/
COPY libs/clustering/package.json libs/clustering/
COPY libs/access/package.json libs/access/
COPY libs/models/package.json libs/models/
COPY libs/originals/package.json libs/originals/
COPY libs/database/package.json libs/database/
COPY libs/storage/package.json libs/storage/
COPY libs/keys/package.json libs/keys/
COPY libs/queues/package.json libs/queues/
COPY libs/crypto/package.json libs/crypto/
COPY libs/api-client/package.json libs/api-client/
COPY libs/embedded/package.json libs/embedded/
COPY libs/drive/package.json libs/drive/
COPY libs/host/package.json libs/host/
COPY libs/testing/package.json libs/testing/
COPY benchmarks/package.json benchmarks/
COPY test/package.json test/
RUN npx -y pnpm@12.21.0 install --frozen-lockfile
COPY . .
RUN npx -y pnpm@12.21.0 run build
# The models are part of the image: a container never fetches at run time. Others than the defaults are named when it is built.
ARG EMBEDDER
ARG SECOND_OPINION
RUN VISAGE_CACHE=/app/.cache node apps/cli/dist/main.js models
RUN rm -rf node_modules/.cache && CI=true npx -y pnpm@12.21.0 install --frozen-lockfile --prod

FROM node:22-bookworm-slim AS run
WORKDIR /app
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    MODELS_DIR=/app/models \
    MODEL_CACHE_DIR=/app/.cache/models \
    VISAGE_CACHE=/app/.cache \
    WEB_DIR=/app/apps/web/dist \
    HOST=0.0.0.0 \
    PORT=3000
COPY --from=build --chown=node:node /app /app
# a volume that is mounted here belongs to who runs the app
RUN install -d -o node -g node -m 700 /keys
USER node
EXPOSE 3000
CMD ["node", "apps/gateway/dist/main.js"]
