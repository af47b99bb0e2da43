#!/bin/sh
# restore.sh <folder>: puts back what backup.sh has written, in place of what is there. Stop token-admin and mdm-push before; run
# `migrate.js` of both afterwards, which also gives the services their rights again. As the role that owns the tables:
#   TOKEN_ADMIN_POSTGRES_URL, MDM_PUSH_POSTGRES_URL (or …_FILE)
# Each schema is put back whole or not at all.
set -eu
folder=${1:?'usage: restore.sh <folder>'}

from_setting() {
  eval "value=\${$1:-}; file=\${$1_FILE:-}"
  if [ -z "$value" ] && [ -n "$file" ]; then value=$(cat "$file"); fi
  if [ -z "$value" ]; then echo "$1 is not set" >&2; exit 2; fi
  printf %s "$value"
}

token_admin=$(from_setting TOKEN_ADMIN_POSTGRES_URL)
mdm_push=$(from_setting MDM_PUSH_POSTGRES_URL)
for schema in token_admin mdm_push; do
  # Read to its end: what is cut off has a table of contents that looks whole.
  if ! pg_restore --file=/dev/null "$folder/$schema.dump"; then
    echo "$folder/$schema.dump cannot be read: nothing was changed" >&2
    exit 2
  fi
done

# Without the COMMIT that follows a dump which came whole, nothing of it stays.
restore() {
  {
    echo "BEGIN; SET LOCAL client_min_messages = warning; DROP SCHEMA IF EXISTS $1 CASCADE;"
    pg_restore --no-owner --no-privileges --file=- "$folder/$1.dump" && echo "COMMIT;"
  } | PGCONNECT_TIMEOUT=10 psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --dbname="$2" --file=- >/dev/null
}
restore token_admin "$token_admin"
restore mdm_push "$mdm_push"
echo "restored from $folder"
