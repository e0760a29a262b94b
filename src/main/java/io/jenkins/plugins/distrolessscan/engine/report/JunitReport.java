package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}: a suite per subject with a case per control, a case per target, and one suite of gates. A target without complete
 * evidence is an error, so that a reader of test results never takes it for a pass.
 */
public final class JunitReport implements ReportFile {
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    /** What is assumed was not tested. */
    private static Kind kind(TargetReport target) {
        if (target.basis() == TargetReport.Basis.ASSUMED) {
            return Kind.SKIPPED;
        }
        return target.complete() ? Kind.PASSED : Kind.ERROR;
    }

    private record Case(String name, Kind kind, String message) {}

    @Override
    public String name() {
        return "junit.xml";
    }

    @Override
    public void write(ScanReport report, OutputStream out) throws IOException {
        Map<String, List<Case>> suites = new LinkedHashMap<>();
        for (TargetReport target : report.targets()) {
            suites.computeIfAbsent(target.target().key(), key -> new ArrayList<>())
                    .add(new Case(
                            "evidence is complete",
                            kind(target),
                            Words.word(target.outcome()) + ": " + target.gap().orElse(target.reason())));
        }
        SubjectTargets targets = SubjectTargets.of(report);
        for (ControlResult control : report.controls()) {
            suites.computeIfAbsent(targets.words(control.subject()), key -> new ArrayList<>())
                    .add(new Case(control.id() + " " + control.title(), kind(control.status()), control.message()));
        }
        suites.put("vulnerabilities", vulnerabilities(report, targets));
        List<Case> gates = new ArrayList<>();
        report.verdict()
                .criteria()
                .forEach(c -> gates.add(new Case(
                        CriterionWords.name(c),
                        switch (c.state()) {
                            case MET -> Kind.PASSED;
                            case MISSED -> Kind.FAILURE;
                            case NOT_LOOKED_AT -> Kind.ERROR;
                            case NOT_JUDGED -> Kind.SKIPPED;
                        },
                        "limit " + CriterionWords.limit(c) + ", found " + CriterionWords.found(c))));
        gates.add(new Case(
                "verdict",
                switch (report.verdict().result()) {
                    case PASSED -> Kind.PASSED;
                    case FAILED -> Kind.FAILURE;
                    case INCOMPLETE -> Kind.ERROR;
                },
                String.join(" ", report.verdict().reasons())));
        suites.put("gates", gates);
        xml(suites, report.scan().demo(), out);
    }

    /** A case for each vulnerability; without a look-up one that says so, because no case would read like none found. */
    private static List<Case> vulnerabilities(ScanReport report, SubjectTargets targets) {
        List<Case> cases = new ArrayList<>();
        LookupInfo lookup = report.lookup();
        String why = lookup.state() == LookupInfo.State.NOT_CONFIGURED ? "no data is configured" : lookup.message();
        cases.add(new Case(
                "vulnerabilities were looked up",
                switch (lookup.state()) {
                    case LOOKED_UP -> Kind.PASSED;
                    case NOT_CONFIGURED -> Kind.SKIPPED;
                    case UNUSABLE, OUTDATED -> Kind.ERROR;
                },
                why));
        for (VulnerabilityFinding f : report.vulnerabilities()) {
            boolean counts = f.suppressed().isEmpty() && f.kind() != VulnerabilityFinding.Kind.UNIMPORTANT;
            cases.add(new Case(
                    f.vulnerability() + " " + f.name() + " " + f.version(),
                    counts ? Kind.FAILURE : Kind.SKIPPED,
                    Words.word(f.severity()) + ", "
                            + (f.fixable() ? "fixed in " + f.fixedVersion() : "no fix is known") + ", " + f.why() + ", "
                            + targets.words(f.subject()) + (f.suppressed().isEmpty() ? "" : ", " + f.suppressed())));
        }
        return cases;
    }

    private static Kind kind(Status status) {
        return switch (status) {
            case PASSED -> Kind.PASSED;
            case FAILED -> Kind.FAILURE;
            case ERROR -> Kind.ERROR;
            case NOT_REVIEWED, NOT_APPLICABLE -> Kind.SKIPPED;
        };
    }

    private static void xml(Map<String, List<Case>> suites, boolean demo, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", demo ? "DEMO: Distroless Scan" : "Distroless Scan");
            xml.writeCharacters("\n");
            for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
                suite(xml, suite.getKey(), suite.getValue());
            }
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, String name, List<Case> cases) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", PageText.name(name));
        xml.writeAttribute("tests", String.valueOf(cases.size()));
        xml.writeAttribute("failures", count(cases, Kind.FAILURE));
        xml.writeAttribute("errors", count(cases, Kind.ERROR));
        xml.writeAttribute("skipped", count(cases, Kind.SKIPPED));
        xml.writeCharacters("\n");
        for (Case c : cases) {
            xml.writeStartElement("testcase");
            // A reader takes what is before the last dot for a package, so the name of a pod keeps its dots apart.
            xml.writeAttribute(
                    "classname", "distroless-scan." + PageText.name(name).replace('.', '_'));
            xml.writeAttribute("name", PageText.name(c.name()));
            if (c.kind() != Kind.PASSED) {
                xml.writeEmptyElement(Words.word(c.kind()).toLowerCase(java.util.Locale.ROOT));
                xml.writeAttribute("message", PageText.sentence(c.message()));
            }
            xml.writeEndElement();
            xml.writeCharacters("\n");
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static String count(List<Case> cases, Kind kind) {
        return String.valueOf(cases.stream().filter(c -> c.kind() == kind).count());
    }
}
