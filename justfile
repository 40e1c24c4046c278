# Every command besides those in script/. `script/setup --dev` installs just: .venv/bin/just, or activate .venv.

export PATH := justfile_directory() / ".venv/bin" + ":" + env("PATH")
cores := num_cpus()

# list the commands
default:
    @just --list

# format, lint, types, layers, templates, migrations
check:
    ruff format --check .
    ruff check .
    mypy kimbilio
    lint-imports
    djlint templates --lint --quiet
    kimbilio makemigrations --check --dry-run --settings kimbilio.settings.test

# mend what can be mended by itself
fix:
    ruff check --fix .
    ruff format .

# all tests but the browser's, on SQLite
test-sqlite *ARGS:
    pytest -n {{cores}} -m "not browser and not postgres" {{ARGS}}

# all tests but the browser's, on a PostgreSQL of their own
test-postgres *ARGS:
    python script/steps/test.py --only postgres {{ARGS}}

# the tests that drive a browser
test-browser *ARGS:
    pytest -m browser {{ARGS}}

# speed and size; writes bench/results/
bench *ARGS:
    script/bench {{ARGS}}

# the parts of docs/ that are made from the code
docs:
    kimbilio document

# gather what is to be translated (needs gettext) and compile what is
messages:
    kimbilio makemessages -l sw --no-obsolete --no-wrap --add-location file --ignore "node_modules/*" --ignore "var/*" --ignore ".venv/*" --ignore "tests/*" --ignore "bench/*"
    python script/steps/messages.py locale/*/LC_MESSAGES/*.po

# write the lock files anew: hashes, no addresses
lock:
    #!/bin/sh
    set -e
    for name in base node dev; do
        uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
            --python-version 3.11 requirements/$name.in -o requirements/$name.txt {{ if env("UPGRADE", "") == "" { "" } else { "--upgrade" } }}
    done
