"""All addresses of the site: this file only wires."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from mapping.views import basemap, basics, desk_map, errors, health, offline, sitemap, wishes
from organisations import admin

urlpatterns = [
    path("", basics.to_language, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", basics.favicon, name="favicon"),
    path("robots.txt", basics.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("worker.js", offline.worker, name="worker"),
    path("wish/", wishes.wish, name="wish"),
    path("tiles/<int:z>/<int:x>/<int:y>.png", basemap.tile, name="tile"),
    path("basemap.pmtiles", basemap.pmtiles, name="pmtiles"),
    path("api/", include("api.urls")),
    path("accounts/", include("organisations.accounts.urls")),
    path("curate/map/", desk_map.desk_map, name="curate-map"),
    path("curate/", include("organisations.curate.urls")),
    path("curate/", include("organisations.participation.desk.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("mapping.page_urls"))),
]

# Below /api/v1 these two answer with problem documents.
handler400 = "api.views.bad_request"
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = "api.views.server_error"
