//! `cargo xtask test --only reports`: what we write as XML of ETSI TS 119 102-2, read with classes made from ETSI's schema.

use crate::command::run;
use crate::error::ChoreError;
use crate::python::Environment;
use crate::workspace::Workspace;

/// Writes the reports of many documents, and has them read.
pub(crate) fn step(workspace: &Workspace) -> Result<(), ChoreError> {
    let directory = workspace.path("target/periksa/python-reports");
    let python = Environment::with(workspace, &directory, "tests/reports/requirements.txt")?;
    let folder = workspace.path("target/periksa/report-xml");
    let mut write = workspace.cargo();
    write.args(["run", "--quiet", "--locked", "--package", "periksa-tests"]);
    run(write.args(["--bin", "write-report-xml", "--"]).arg(&folder))?;
    // No compiled files beside the sources.
    run(python.program(workspace).arg("-B").arg("tests/reports/read_xml.py").arg(&folder))
}
