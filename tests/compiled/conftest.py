"""A small house on each engine, with somebody of every role."""

import pytest

from tests.compiled.beside import beside


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def there(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside")
    if request.param == "sqlite":
        with beside(folder) as found:
            yield found
        return
    with request.getfixturevalue("postgres").database() as url, beside(folder, url) as found:
        yield found
