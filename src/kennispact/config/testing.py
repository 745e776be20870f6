"""A home of their own for tests. A pytest plugin, because settings are read before any ``conftest.py``."""

import atexit
import os
import shutil
import tempfile

os.environ["KENNISPACT_HOME"] = _home = tempfile.mkdtemp(prefix="kennispact-test-")
os.environ["KENNISPACT_EXERCISE"] = "0"
os.environ["KENNISPACT_SECRET"] = "only-for-tests-" + "x" * 40
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop beside the database
for _name in ("KENNISPACT_COVENANT", "KENNISPACT_HTTPS", "KENNISPACT_OIDC", "KENNISPACT_EMAIL_URL"):
    os.environ.pop(_name, None)
os.makedirs(os.path.join(_home, "static"))  # noqa: PTH103, PTH118 - before anything else is imported
atexit.register(shutil.rmtree, _home, ignore_errors=True)
