package io.vedette.transport.endpoint;

/// Names of the numbers in DNS messages, as IANA registers them: types in upper case, as everywhere, response
/// codes in lower case.
final class DnsNumbers {

    static final NumberNames TYPE = NumberNames.of("A=1 NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP "
            + "AFSDB X25 ISDN RT NSAP NSAP-PTR SIG KEY PX GPOS AAAA LOC NXT EID NIMLOC SRV ATMA NAPTR KX CERT A6 DNAME "
            + "SINK OPT APL DS SSHFP IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA HIP=55 CDS=59 "
            + "CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS SPF=99 NID=104 L32 L64 LP EUI48 EUI64 TKEY=249 TSIG IXFR "
            + "AXFR MAILB MAILA ANY URI CAA");

    static final NumberNames RESPONSE_CODE = NumberNames.of("noerror formerr servfail nxdomain notimp refused yxdomain "
            + "yxrrset nxrrset notauth notzone dsotypeni badvers=16 badkey badtime badmode badname badalg badtrunc "
            + "badcookie");

    private DnsNumbers() {}
}
