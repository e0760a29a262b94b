package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.control.ReleaseDates;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.IndexFolder;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.LookupStage;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.VexStatements;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where a scan looks vulnerabilities up. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "vulnerability data that the packages are looked up in: a folder of data import or update, or one of"
                            + " OSV exports (default: not looked up)")
    private Path data;

    @Option(
            names = "--maximum-data-age",
            paramLabel = "DAYS",
            defaultValue = "7",
            description =
                    "data that is older is told, and no gate over vulnerabilities passes on it (default: ${DEFAULT-VALUE})")
    private int maximumAge;

    @Option(
            names = "--vex",
            paramLabel = "DIR",
            description =
                    "OpenVEX and CycloneDX statements (JSON) that answer vulnerabilities; answered ones stay in the report")
    private Path vex;

    /**
     * Stages with the look-up; the same ones when no data is named.
     *
     * @throws ScanException before anything is scanned, when there is no usable data
     */
    Stages addTo(Stages stages, Consumer<String> log) throws ScanException {
        if (maximumAge < 1) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "--maximum-data-age is a number of days from 1, not " + maximumAge + ".");
        }
        if (data == null) {
            if (vex != null) {
                throw new ScanException(
                        ScanException.Kind.CONFIGURATION,
                        "--vex answers vulnerabilities: it needs --data, where they are looked up.");
            }
            return stages;
        }
        IndexFolder folder = new IndexFolder(data, Clock.systemUTC(), log);
        // Built now if need be, and not while a debug container waits to be judged.
        folder.open().close();
        VexStatements statements = vex == null ? VexStatements.none() : VexStatements.in(vex);
        LookupStage lookup = new LookupStage(folder, Duration.ofDays(maximumAge), Clock.systemUTC(), statements);
        return stages.with(ReleaseDates.in(data)).with(lookup::to);
    }
}
