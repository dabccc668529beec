"""The compose file parses, what it mounts exists, and its settings are the service's."""

import re

import pytest

from service.settings import Settings
from tests.deploy.manifests import DEPLOY, VARIABLES, load, memory

COMPOSE = load("compose.yaml")
SERVICES = COMPOSE["services"]
QUOTH, PROXY = SERVICES["quoth"], SERVICES["proxy"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_in_it_has_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].partition(":")[0]) > 0
    assert not {"privileged", "cap_add", "pid", "ipc", "network_mode"} & set(service)


def test_the_user_is_the_one_of_the_image() -> None:
    dockerfile = (DEPLOY / QUOTH["build"] / "Dockerfile").read_text("utf-8")
    assert f"USER {QUOTH['user'].partition(':')[0]}\n" in dockerfile
    assert "HEALTHCHECK" in dockerfile, "the proxy waits until it is healthy"
    assert PROXY["depends_on"] == {"quoth": {"condition": "service_healthy"}}


def test_every_setting_is_one_of_the_service() -> None:
    given = QUOTH["environment"]
    assert set(given) <= set(VARIABLES)
    settings = Settings.from_environment({name: value for name, value in given.items() if "$" not in value})
    (tmp,) = re.findall(r"size=(\d+)m", QUOTH["tmpfs"][0])
    assert int(QUOTH["mem_limit"].removesuffix("m")) << 20 >= memory(settings.processes) + (int(tmp) << 20)
    assert int(QUOTH["stop_grace_period"].removesuffix("s")) > settings.grace


def test_what_it_mounts_exists() -> None:
    for volume in PROXY["volumes"]:
        source, _, rest = volume.partition(":")
        assert (DEPLOY / source).is_file()
        assert rest.endswith(":ro")


def test_the_proxy_is_the_only_way_in_and_there_is_none_out() -> None:
    assert COMPOSE["networks"][QUOTH["networks"][0]] == {"internal": True}
    assert len(QUOTH["networks"]) == 1
    assert "ports" not in QUOTH
    listened = re.search(r"listen (\d+);", (DEPLOY / "nginx.conf").read_text("utf-8"))
    assert listened
    assert [port.rpartition(":")[2] for port in PROXY["ports"]] == [listened[1]]
    assert "server quoth:8000 " in (DEPLOY / "nginx.conf").read_text("utf-8"), "by the name it has here"


def test_where_nginx_writes_is_memory_of_its_own_user() -> None:
    user = PROXY["user"].partition(":")[0]
    assert {mount.partition(":")[0] for mount in PROXY["tmpfs"]} == {"/run", "/var/cache/nginx"}
    assert all(f"uid={user}" in mount for mount in PROXY["tmpfs"])
