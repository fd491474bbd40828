# The image that works on disks in a cluster: one bundled file, started with different words. docs/volumes.md says how it is built and used.
FROM node:24-trixie-slim AS build
WORKDIR /source
COPY . .
# Programs that only tests and benchmarks need are not downloaded.
RUN npm ci --ignore-scripts && npm run build:image

# User 65532, no shell and no package manager.
FROM gcr.io/distroless/nodejs24-debian13:nonroot
COPY --from=build /source/dist/image /app
WORKDIR /app
ENTRYPOINT ["/nodejs/bin/node", "/app/start.js"]
CMD ["volumes", "--help"]
