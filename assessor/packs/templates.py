"""What a pack's servers are born with: a sandbox with the visible data, a lab with everything that is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessor.packs.loader import Pack
from assessor.packs.names import SCHEMA
from assessor.packs.spec import Dataset
from sandbox.provider import DEFAULT_DATABASE, Access, SeedScript, Template, TemplateDatabase


def sandbox_template(pack: Pack) -> Template:
    """The candidate's own PostgreSQL: the visible dataset and nothing else."""
    database = TemplateDatabase(DEFAULT_DATABASE, seed_scripts(pack, pack.visible), Access.OWNER)
    return Template((database,), f"{pack.spec.slug} sandbox", tuple(pack.spec.roles))


def lab_template(pack: Pack) -> Template:
    """One database per graded dataset; read-only where an answer is a query."""
    names = lab_databases(pack)
    databases = ((name, pack.dataset(dataset)) for dataset, name in names.items())
    return dataset_template(pack, databases, f"{pack.spec.slug} lab")


def lab_databases(pack: Pack) -> Mapping[str, str]:
    """Each graded dataset's database; the names tell a submission nothing about the data."""
    return {dataset.name: f"d{number}" for number, dataset in enumerate(pack.graded, 1)}


def dataset_template(pack: Pack, databases: Iterable[tuple[str, Dataset]], label: str) -> Template:
    """Databases by name, in which a candidate may do what an answer of the pack's kind needs."""
    access = Access.OWNER if pack.spec.owned else Access.READ
    return Template(
        tuple(TemplateDatabase(name, seed_scripts(pack, dataset), access) for name, dataset in databases),
        label,
        tuple(pack.spec.roles),
    )


def seed_scripts(pack: Pack, dataset: Dataset) -> tuple[SeedScript, ...]:
    """The schema, then the dataset's own scripts; the sandbox seeds random() from assessor.seed before each."""
    settings = {"assessor.scale": str(dataset.scale), "assessor.seed": str(dataset.seed)}
    names = [SCHEMA] if SCHEMA in pack.files and SCHEMA not in dataset.setup else []
    return tuple(SeedScript(name, pack.files[name], settings) for name in [*names, *dataset.setup])
