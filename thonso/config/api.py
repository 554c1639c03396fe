"""The JSON API under /api/v1/: one document (OpenAPI 3.1) for every wing; errors are RFC 9457 with a Vietnamese `detail`."""

from typing import Any

from ninja import NinjaAPI

from thonso.core.web import problems
from thonso.documents.api import router as documents
from thonso.dossiers.api import router as dossiers
from thonso.dossiers.api_voice import router as voice
from thonso.dossiers.api_work import router as work
from thonso.offline.api import router as offline
from thonso.procedures.api import router as procedures


class DocumentedAPI(NinjaAPI):  # type: ignore[misc]
    def get_openapi_schema(self, **options: Any) -> Any:
        return problems.documented(super().get_openapi_schema(**options))


api = DocumentedAPI(
    title="Thôn Số",
    version="1",
    description="Whatever a person can do in the browser, a program with the same rights can do here.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", procedures)
api.add_router("", offline)
# Before the dossiers: their last route takes any action by its name.
api.add_router("", work)
api.add_router("", voice)
api.add_router("", dossiers)
api.add_router("", documents)
problems.install(api)
