#!/bin/sh
# backup.sh <folder>: everything of MDM Gate that PostgreSQL keeps, into an empty folder. Needs pg_dump of the server's version
# or newer. Takes the same addresses as the services, as a role that may read all tables:
#   TOKEN_ADMIN_POSTGRES_URL, MDM_PUSH_POSTGRES_URL (or …_FILE)
# The key rings are not in it, on purpose: keep them apart, since without them nothing in it can be opened.
set -eu
folder=${1:?'usage: backup.sh <folder>'}

# from_setting <name>: the setting, or what the file of <name>_FILE holds.
from_setting() {
  eval "value=\${$1:-}; file=\${$1_FILE:-}"
  if [ -z "$value" ] && [ -n "$file" ]; then value=$(cat "$file"); fi
  if [ -z "$value" ]; then echo "$1 is not set" >&2; exit 2; fi
  printf %s "$value"
}

token_admin=$(from_setting TOKEN_ADMIN_POSTGRES_URL)
mdm_push=$(from_setting MDM_PUSH_POSTGRES_URL)
umask 077
mkdir -p "$folder"
if [ -n "$(ls -A "$folder")" ]; then echo "$folder is not empty" >&2; exit 2; fi

# Each dump is one moment in itself. mdm-push follows token-admin: the one that follows goes first, and is brought up to date.
dump() { PGCONNECT_TIMEOUT=10 pg_dump --format=custom --no-owner --no-privileges --schema="$1" --dbname="$2" --file="$folder/$1.unfinished"; }
dump mdm_push "$mdm_push"
dump token_admin "$token_admin"
for schema in mdm_push token_admin; do
  pg_restore --file=/dev/null "$folder/$schema.unfinished"
  mv "$folder/$schema.unfinished" "$folder/$schema.dump"
done
echo "backed up into $folder"
