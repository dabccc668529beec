"""The manifests are what Kubernetes takes, and say of the service what is true of it."""

import re
import subprocess
from shutil import which
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest

from service.settings import Settings
from tests.deploy.manifests import DEPLOY, VARIABLES, load, memory

FOLDER = DEPLOY / "kubernetes"
FILES = sorted(file.name for file in FOLDER.glob("*.yaml") if file.name != "kustomization.yaml")
DOCKERFILE = (DEPLOY.parent / "Dockerfile").read_text("utf-8")


def manifest(name: str) -> Any:
    return load(f"kubernetes/{name}.yaml")


DEPLOYMENT = manifest("deployment")
POD = DEPLOYMENT["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
GIVEN = {variable["name"]: variable.get("value") for variable in CONTAINER["env"]}
SETTINGS = Settings.from_environment({name: value for name, value in GIVEN.items() if value})


@pytest.mark.parametrize("version", ["1.29.0", kubernetes_validate.latest_version()])
@pytest.mark.parametrize("file", FILES)
def test_kubernetes_takes_it(file: str, version: str) -> None:
    kubernetes_validate.validate(load(f"kubernetes/{file}"), version, strict=True)


def test_the_validation_is_strict() -> None:
    wrong = {**manifest("service"), "spec": {"porst": []}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, kubernetes_validate.latest_version(), strict=True)


def test_all_are_applied_together_but_the_example_of_a_secret() -> None:
    assert {*manifest("kustomization")["resources"], "secret.example.yaml"} == set(FILES)
    kinds = {load(f"kubernetes/{file}")["kind"].lower() for file in FILES}
    assert kinds == {file.partition(".")[0] for file in FILES}, "one file for each kind"
    kubectl = which("kubectl")
    if kubectl:
        subprocess.run([kubectl, "kustomize", FOLDER], check=True, capture_output=True)


def test_it_has_no_rights() -> None:
    context, own = POD["securityContext"], CONTAINER["securityContext"]
    assert context["runAsNonRoot"]
    assert f"USER {context['runAsUser']}\n" in DOCKERFILE
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert POD["automountServiceAccountToken"] is False
    assert own == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & set(POD)


def test_what_it_writes_to_is_memory_and_small() -> None:
    assert {mount["mountPath"] for mount in CONTAINER["volumeMounts"]} == {"/tmp", "/dev/shm"}  # noqa: S108
    assert {mount["name"] for mount in CONTAINER["volumeMounts"]} == {volume["name"] for volume in POD["volumes"]}
    assert all(volume["emptyDir"]["medium"] == "Memory" for volume in POD["volumes"])
    volumes = sum(size(volume["emptyDir"]["sizeLimit"]) for volume in POD["volumes"])
    assert volumes + memory(SETTINGS.processes) <= size(CONTAINER["resources"]["limits"]["memory"])


def size(quantity: str) -> int:
    """Return a quantity of Kubernetes in bytes."""
    number, unit = quantity[:-2], quantity[-2:]
    return int(number) * {"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30}[unit]


def test_every_setting_is_one_of_the_service() -> None:
    assert set(GIVEN) <= set(VARIABLES)
    secret = manifest("secret.example")
    (reference,) = [variable["valueFrom"]["secretKeyRef"] for variable in CONTAINER["env"] if "valueFrom" in variable]
    assert reference["name"] == secret["metadata"]["name"]
    assert not reference.get("optional"), "without keys it would answer everybody"
    assert Settings.from_environment({reference["key"]: secret["stringData"][reference["key"]]}).keys


def test_the_port_is_the_one_it_listens_at() -> None:
    port = int(SETTINGS.bind.rpartition(":")[2])
    assert f"EXPOSE {port}\n" in DOCKERFILE
    assert [(port["name"], port["containerPort"]) for port in CONTAINER["ports"]] == [("http", port)]
    assert manifest("service")["spec"]["ports"] == [{"name": "http", "port": port, "targetPort": "http"}]
    assert manifest("networkpolicy")["spec"]["ingress"][0]["ports"] == [{"protocol": "TCP", "port": port}]
    assert f"server {manifest('service')['metadata']['name']}:{port} " in (DEPLOY / "nginx.conf").read_text("utf-8")


def test_the_image_is_of_this_version(root: Any) -> None:
    version = re.search(r'__version__ = "(.+)"', (root / "service" / "__init__.py").read_text("utf-8"))
    assert version
    assert CONTAINER["image"] == f"quoth:{version[1]}"


@pytest.mark.parametrize(("kind", "path"), [("startup", "/readyz"), ("readiness", "/readyz"), ("liveness", "/livez")])
def test_probes_ask_for_what_there_is_and_needs_no_key(kind: str, path: str) -> None:
    probe = CONTAINER[f"{kind}Probe"]
    assert probe["httpGet"] == {"path": path, "port": "http"}
    assert probe["timeoutSeconds"] <= probe["periodSeconds"]


def test_a_pod_is_restarted_only_after_work_in_hand_would_have_ended() -> None:
    probe = CONTAINER["livenessProbe"]
    assert probe["periodSeconds"] * probe["failureThreshold"] > SETTINGS.grace


def test_a_pod_that_goes_has_time_for_what_it_has_in_hand() -> None:
    command, seconds = CONTAINER["lifecycle"]["preStop"]["exec"]["command"]
    assert command == "sleep"
    assert POD["terminationGracePeriodSeconds"] > SETTINGS.grace + int(seconds)
    assert int(seconds) >= CONTAINER["readinessProbe"]["periodSeconds"]


def test_a_new_pod_answers_before_an_old_one_goes() -> None:
    assert DEPLOYMENT["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}


def test_no_more_is_asked_for_than_is_allowed() -> None:
    requests, limits = CONTAINER["resources"]["requests"], CONTAINER["resources"]["limits"]
    assert size(requests["memory"]) <= size(limits["memory"])
    assert int(requests["cpu"]) == SETTINGS.processes == 1


def test_all_of_them_mean_the_same_pods() -> None:
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    assert DEPLOYMENT["spec"]["selector"]["matchLabels"] == labels
    assert manifest("service")["spec"]["selector"] == labels
    assert manifest("networkpolicy")["spec"]["podSelector"]["matchLabels"] == labels
    assert manifest("poddisruptionbudget")["spec"]["selector"]["matchLabels"] == labels
    assert [spread["labelSelector"]["matchLabels"] for spread in POD["topologySpreadConstraints"]] == [labels]
    ((name, value),) = labels.items()
    job = load("prometheus-scrape.yaml")["scrape_configs"][0]
    assert job["kubernetes_sd_configs"][0]["selectors"] == [{"role": "pod", "label": f"{name}={value}"}]


def test_it_asks_nobody_and_not_everybody_may_ask_it() -> None:
    policy = manifest("networkpolicy")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["egress"] == []
    assert all(rule["from"] and all(peer for peer in rule["from"]) for rule in policy["ingress"])


def test_it_is_scaled_by_the_line_before_it() -> None:
    scaler = manifest("horizontalpodautoscaler")["spec"]
    assert scaler["scaleTargetRef"]["name"] == DEPLOYMENT["metadata"]["name"]
    assert "replicas" not in DEPLOYMENT["spec"], "each `kubectl apply` would undo what the autoscaler did"
    assert scaler["minReplicas"] >= 2, "one may go at any time"
    assert [metric["pods"]["metric"]["name"] for metric in scaler["metrics"]] == ["quoth_queue"]
