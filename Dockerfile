# One image per program: docker build --target verifier --tag mdm-gate/verifier .
#
# BASE_IMAGE is what the programs run on, and must hold Node.js 24: without a shell and as nobody unless told otherwise.
# BUILD_IMAGE makes the files: it needs Node.js 24 and npm. A registry of one's own, or a proxy, comes by the settings that
# npm reads (docs/deploying.md).
ARG BUILD_IMAGE=node:24-bookworm-slim
ARG BASE_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build:programs

FROM build AS token-admin-files
RUN node tools/deployment/dist/images/write-image-files.js token-admin /files
FROM build AS verifier-files
RUN node tools/deployment/dist/images/write-image-files.js verifier /files
FROM build AS mdm-push-files
RUN node tools/deployment/dist/images/write-image-files.js mdm-push /files
FROM build AS mdm-simulators-files
RUN node tools/deployment/dist/images/write-image-files.js mdm-simulators /files
FROM build AS local-identity-provider-files
RUN node tools/deployment/dist/images/write-image-files.js local-identity-provider /files

FROM ${BASE_IMAGE} AS base
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="MDM Gate" \
  org.opencontainers.image.description="Only devices that the organization's MDM manages may pair and authenticate" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# Distroless keeps node in a folder of its own.
ENV NODE_ENV=production PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /app
USER 65532:65532

FROM base AS token-admin
LABEL org.opencontainers.image.title="MDM Gate token-admin"
COPY --from=token-admin-files /files /app
ENV TOKEN_ADMIN_HTTP_HOST=0.0.0.0 TOKEN_ADMIN_HEALTH_HOST=0.0.0.0
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=30s --start-period=60s \
  CMD ["node", "healthcheck.mjs", "8081", "/readyz", "TOKEN_ADMIN_HEALTH_PORT"]
ENTRYPOINT ["node"]
CMD ["apps/token-admin/dist/bundled/main.js"]

FROM base AS verifier
LABEL org.opencontainers.image.title="MDM Gate verifier"
COPY --from=verifier-files /files /app
ENV VERIFIER_HEALTH_HOST=0.0.0.0
EXPOSE 8082
HEALTHCHECK --interval=10s --timeout=30s --start-period=60s \
  CMD ["node", "healthcheck.mjs", "8082", "/readyz", "VERIFIER_HEALTH_PORT"]
# apps/verifier/README.md says what the flags are for; Node.js takes them on its command line only.
ENTRYPOINT ["node", "--min-semi-space-size=16", "--max-semi-space-size=16", "--heap-growing-percent=30"]
CMD ["apps/verifier/dist/bundled/main.js"]

FROM base AS mdm-push
LABEL org.opencontainers.image.title="MDM Gate mdm-push"
COPY --from=mdm-push-files /files /app
ENV MDM_PUSH_HEALTH_HOST=0.0.0.0
EXPOSE 8083
HEALTHCHECK --interval=10s --timeout=30s --start-period=60s \
  CMD ["node", "healthcheck.mjs", "8083", "/readyz", "MDM_PUSH_HEALTH_PORT"]
ENTRYPOINT ["node"]
CMD ["apps/mdm-push/dist/bundled/main.js"]

# What follows stands in for systems of others when one tries MDM Gate out: not for production.
FROM base AS mdm-simulators
LABEL org.opencontainers.image.title="MDM Gate MDM simulators"
COPY --from=mdm-simulators-files /files /app
ENV MDM_SIMULATORS_HOST=0.0.0.0 MDM_SIMULATORS_INTUNE_PORT=9001 MDM_SIMULATORS_WORKSPACE_ONE_PORT=9002 \
  MDM_SIMULATORS_MOBILEIRON_PORT=9003
EXPOSE 9001 9002 9003
HEALTHCHECK --interval=10s --timeout=30s --start-period=60s \
  CMD ["node", "healthcheck.mjs", "9001", "/", "MDM_SIMULATORS_INTUNE_PORT"]
ENTRYPOINT ["node"]
CMD ["apps/mdm-simulators/dist/bundled/main.js"]

FROM base AS local-identity-provider
LABEL org.opencontainers.image.title="MDM Gate local identity provider"
COPY --from=local-identity-provider-files /files /app
ENV LOCAL_IDP_HOST=0.0.0.0 LOCAL_IDP_PORT=9000
EXPOSE 9000
HEALTHCHECK --interval=10s --timeout=30s --start-period=60s \
  CMD ["node", "healthcheck.mjs", "9000", "/.well-known/openid-configuration", "LOCAL_IDP_PORT"]
ENTRYPOINT ["node"]
CMD ["apps/local-identity-provider/dist/bundled/main.js"]
