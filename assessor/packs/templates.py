"""What a pack's servers are born with: a sandbox with the visible data, a lab with everything that is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessor.packs.loader import Pack
from assessor.packs.names import SCHEMA
from assessor.packs.spec import Dataset
from sandbox.fleet import FleetPlan
from sandbox.provider import DEFAULT_DATABASE, Access, SeedScript, Template, TemplateDatabase


def sandbox_template(pack: Pack) -> Template:
    """The candidate's own PostgreSQL: the visible dataset and nothing else."""
    scripts = seed_scripts(pack, pack.visible)
    database = TemplateDatabase(DEFAULT_DATABASE, scripts, Access.OWNER, tuple(pack.spec.extensions))
    fleet = _fleet(pack, database.name)
    return Template((database,), f"{pack.spec.slug} sandbox", *_roles(pack), fleet)


def lab_template(pack: Pack) -> Template:
    """One database per graded dataset; read-only where an answer is a query."""
    names = lab_databases(pack)
    databases = ((name, pack.dataset(dataset)) for dataset, name in names.items())
    template = dataset_template(pack, databases, f"{pack.spec.slug} lab")
    return replace(template, fleet=_fleet(pack, template.databases[0].name))


def lab_databases(pack: Pack) -> Mapping[str, str]:
    """Each graded dataset's database; the names tell a submission nothing about the data."""
    return {dataset.name: f"d{number}" for number, dataset in enumerate(pack.graded, 1)}


def dataset_template(pack: Pack, databases: Iterable[tuple[str, Dataset]], label: str) -> Template:
    """Databases by name, in which a candidate may do what an answer of the pack's kind needs."""
    access = Access.OWNER if pack.spec.owned else Access.READ
    extensions = tuple(pack.spec.extensions)
    return Template(
        tuple(
            TemplateDatabase(name, seed_scripts(pack, dataset), access, extensions)
            for name, dataset in databases
        ),
        label,
        *_roles(pack),
    )


def _roles(pack: Pack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Roles beside the candidate's, and PostgreSQL's own whose rights the candidate has."""
    return tuple(pack.spec.roles), tuple(pack.spec.incident.rights)


def settings_of(dataset: Dataset) -> dict[str, str]:
    """What the dataset's scripts may read as settings."""
    return {"assessor.scale": str(dataset.scale), "assessor.seed": str(dataset.seed)}


def _fleet(pack: Pack, database: str) -> FleetPlan | None:
    """The nodes of a challenge that has some, born with a database of its template."""
    fleet = pack.spec.operations
    return FleetPlan(tuple(fleet.nodes), pack.files[fleet.story], database) if fleet.nodes else None


def seed_scripts(pack: Pack, dataset: Dataset) -> tuple[SeedScript, ...]:
    """The schema, then the dataset's own scripts; the sandbox seeds random() from assessor.seed before each."""
    settings = settings_of(dataset)
    names = [SCHEMA] if SCHEMA in pack.files and SCHEMA not in dataset.setup else []
    return tuple(SeedScript(name, pack.files[name], settings) for name in [*names, *dataset.setup])
