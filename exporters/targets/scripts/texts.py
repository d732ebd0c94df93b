"""The scripts as they stand, with `@name@` where a topology decides.

They are bash, formatted with two spaces. Whatever goes in is quoted before.
"""

import re

CONNECTION = """\
# How to connect is said as for every program of PostgreSQL: PGHOST, PGPORT, PGUSER, PGDATABASE. The password is read
# from the file that PGPASSFILE names.
export PGHOST=@host@
export PGPORT=@port@
export PGUSER=@user@
export PGDATABASE=@database@
export PGPASSFILE=@passfile@
@tls@"""

STORE = """\
folder=@folder@
store=$folder/$PGDATABASE
"""

BACKUP = """\
#!/usr/bin/env bash
@head@
set -euo pipefail
shopt -s nullglob
umask 077

@connection@@store@@bucket@
# How many stay of each.
keep_daily=@daily@
keep_weekly=@weekly@
keep_monthly=@monthly@

sealed() {
  (cd "${1%/*}" && sha256sum -- "${1##*/}" >"${1##*/}.sha256")
}

# The first dump of a week or a month is kept under its name too, at no cost of space.
promoted() {
  local copy=$store/$1/$2.dump
  [[ -e $copy ]] || { ln -- "$dump" "$copy" && sealed "$copy"; }
}

# Names sort by time, so the first are the oldest.
pruned() {
  local kept=$1 files=("$store/$2"/*.dump)
  while ((${#files[@]} > kept)); do
    rm -f -- "${files[0]}" "${files[0]}.sha256"
    files=("${files[@]:1}")
  done
}

mkdir -p "$store/daily" "$store/weekly" "$store/monthly"
exec 9>"$store/.lock"
flock --nonblock 9 || {
  echo "another backup of $PGDATABASE is under way" >&2
  exit 1
}

now=$(date --utc +%s)
at() {
  date --utc --date="@$now" "+$1"
}
dump=$store/daily/$(at %Y-%m-%dT%H%M%SZ).dump
trap 'rm -f -- "$dump.part"' EXIT

pg_dump --format=custom --file="$dump.part"
pg_restore --list "$dump.part" >/dev/null # what was cut off has no table of contents
mv -- "$dump.part" "$dump"
sealed "$dump"
@upload@
if ((keep_weekly)); then promoted weekly "$(at %G-W%V)"; fi
if ((keep_monthly)); then promoted monthly "$(at %Y-%m)"; fi
pruned "$keep_daily" daily
pruned "$keep_weekly" weekly
pruned "$keep_monthly" monthly
echo "$dump"
"""

BUCKET = """
# Kept elsewhere too: @bucket@. AWS_ENDPOINT_URL names a provider other than AWS.
: "${BACKUP_BUCKET:?is the bucket that keeps the dumps elsewhere}"
"""

UPLOAD = """\
aws s3 cp --only-show-errors "$dump" "s3://$BACKUP_BUCKET/$PGDATABASE/${dump##*/}"
"""

RESTORE = """\
#!/usr/bin/env bash
@head@
set -euo pipefail

file=${1:?restore.sh FILE: the dump to put in the place of the database}

@connection@
stamp=$(date --utc +%Y%m%d%H%M%S)
fresh=${PGDATABASE}_restored_$stamp
former=${PGDATABASE}_before_$stamp

if [[ -e $file.sha256 ]]; then
  (cd "$(dirname -- "$file")" && sha256sum --check --quiet -- "$(basename -- "$file").sha256")
fi
pg_restore --list "$file" >/dev/null

ask() {
  psql --no-psqlrc --quiet --dbname=postgres --set=ON_ERROR_STOP=1 \\
    --set=name="$PGDATABASE" --set=fresh="$fresh" --set=former="$former" >/dev/null
}
undo() {
  dropdb --if-exists --maintenance-db=postgres -- "$fresh"
  ask <<<'ALTER DATABASE :"name" ALLOW_CONNECTIONS true' 2>/dev/null || true
}

# The database in use is not touched before the new one is whole.
trap undo ERR
createdb --maintenance-db=postgres --template=template0 -- "$fresh"
pg_restore --exit-on-error --dbname="$fresh" "$file"

ask <<'SQL'
SELECT count(*) > 0 AS used FROM pg_database WHERE datname = :'name' \\gset
\\if :used
  ALTER DATABASE :"name" ALLOW_CONNECTIONS false;
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :'name';
\\endif
BEGIN;
\\if :used
  ALTER DATABASE :"name" RENAME TO :"former";
  ALTER DATABASE :"former" ALLOW_CONNECTIONS true;
\\endif
ALTER DATABASE :"fresh" RENAME TO :"name";
COMMIT;
SQL
echo "$PGDATABASE is restored; what it was before is $former: drop that once nobody misses it"
"""

DRILL = """\
#!/usr/bin/env bash
@head@
set -euo pipefail
shopt -s nullglob

@connection@@store@
files=("$store"/daily/*.dump)
if ((${#files[@]} == 0)); then
  echo "there is no dump in $store/daily" >&2
  exit 1
fi
file=${1:-${files[-1]}}
scratch=${PGDATABASE}_drill_$$
age=$(($(date --utc +%s) - $(stat --format=%Y -- "$file")))

SECONDS=0
(cd "$(dirname -- "$file")" && sha256sum --check --quiet -- "$(basename -- "$file").sha256")
trap 'dropdb --if-exists --maintenance-db=postgres -- "$scratch"' EXIT
createdb --maintenance-db=postgres --template=template0 -- "$scratch"
pg_restore --exit-on-error --no-owner --no-privileges --dbname="$scratch" "$file"
tables=$(psql --no-psqlrc --tuples-only --no-align --dbname="$scratch" \\
  --command="SELECT count(*) FROM pg_stat_user_tables")
took=$SECONDS

echo "$file: $tables tables came back in $took s; the dump is $age s old"
failed=0
refuse() {
  echo "$1" >&2
  failed=1
}
if ((tables == 0)); then refuse "nothing came back"; fi
@limits@exit "$failed"
"""

DEPLOY = """\
#!/usr/bin/env bash
@head@
set -Eeuo pipefail

folder=@folder@
cd "$folder"
exec 9>"${DEPLOY_LOCK:-.deploy.lock}"
flock --nonblock 9 || {
  echo "another deployment is under way" >&2
  exit 1
}
@healthy@
# These names are no program's, so that a step never means one of them.
deploy::steps() {
@build@
}
@back@@fetch@deploy::steps
@check@echo "the deployment is complete"
"""

HEALTHY = """
# Whoever answers no request for half a minute is ill.
deploy::healthy() {
  local _
  for _ in {1..30}; do
    if curl --fail --silent --max-time 5 --output /dev/null @url@; then return; fi
    sleep "${DEPLOY_PAUSE:-1}"
  done
  echo "nobody answers" @url@ >&2
  return 1
}
"""

BACK = """
# Workers that are not reloaded yet go on with the code that they hold, so a step that fails interrupts nobody.
before=$(git rev-parse HEAD)
deploy::back() {
  trap - ERR
  echo "it failed: back to $before" >&2
  git reset --hard --quiet "$before"
  deploy::steps
@check@  exit 1
}
trap deploy::back ERR

"""


def filled(text: str, **values: str) -> str:
    """The text with each `@name@` replaced, in one go: what is put in is not looked at again."""
    return re.sub(r"@([a-z]+)@", lambda found: values[found[1]], text)
