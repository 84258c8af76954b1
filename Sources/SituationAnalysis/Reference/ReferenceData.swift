/// Everything that intake and assessment look up: countries, ports, substances, units, factors.
package struct ReferenceData: Sendable {
    package var countries: CountryRegister
    package var ports: PortRegister
    package var substances: SubstanceRegister
    package var units: UnitRegister
    package var conversions: ConversionTable

    package init(
        countries: CountryRegister, ports: PortRegister, substances: SubstanceRegister,
        units: UnitRegister, conversions: ConversionTable
    ) {
        (self.countries, self.ports, self.substances) = (countries, ports, substances)
        (self.units, self.conversions) = (units, conversions)
    }
}
