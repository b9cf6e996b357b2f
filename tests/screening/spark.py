"""A local Spark for tests, started once: two threads, no interface, nothing told that is not wrong."""

from __future__ import annotations

import functools
import os
import shutil
from typing import Any

import pytest

needs_java = pytest.mark.skipif(
    shutil.which("java") is None and os.environ.get("CI") != "true", reason="there is no Java here"
)


@functools.cache
def session() -> Any:
    """The session of this test run."""
    from pyspark.sql import SparkSession

    from clausewise.screening.engines.spark_engine import SETTINGS

    builder = SparkSession.builder.master("local[2]")
    settings = SETTINGS | {
        "spark.app.name": "clausewise tests",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patched:
        # As of a small registry (`clausewise.screening.engines.spark_engine`): half of what Java takes goes into
        # compiling twice.
        patched.setenv("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1", prepend=" ")
        spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark
