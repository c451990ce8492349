"""Is the process alive, is the site ready: for supervisors and load balancers."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain")


@allow(VISITOR)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, PostGIS and migrations are in order, else 503; says which one is not, and no more."""
    state = {"database": False, "postgis": False, "migrations": False}
    try:
        with connections["default"].cursor() as cursor:
            state["database"] = True
            cursor.execute("SELECT postgis_version()")
            state["postgis"] = True
        executor = MigrationExecutor(connections["default"])
        state["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # whatever is wrong, the answer is "not ready"
        return JsonResponse(state, status=503)
    return JsonResponse(state, status=200 if all(state.values()) else 503)
