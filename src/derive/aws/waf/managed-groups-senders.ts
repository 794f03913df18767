import { aboutSenders, type ManagedGroup } from './managed-groups-rows.js';

/**
 * Lists of addresses, and what tells bots, fraud and floods apart. Their rules cover no category; they stand here because
 * later rules let by or stop on the labels that they add.
 */
export const senderGroups: readonly ManagedGroup[] = [
  // Without versions. Seen in the guide's source of May 2023; lists that were drawn up from the page in 2026 have the same.
  aboutSenders('AWSManagedRulesAmazonIpReputationList', 'amazon-ip-list', 'aws-managed-rule-groups-ip-rep.html', {
    block: ['AWSManagedIPReputationList', 'AWSManagedReconnaissanceList'],
    count: ['AWSManagedIPDDoSList'],
  }),
  aboutSenders('AWSManagedRulesAnonymousIpList', 'anonymous-ip-list', 'aws-managed-rule-groups-ip-rep.html', {
    block: ['AnonymousIPList', 'HostingProviderIPList'],
  }),
  // Common rules up to CategorySocialMedia, and the signals, were seen in the guide's source of May 2023, as were four of the
  // targeted ones (TGT_VolumetricIpTokenAbsent, TGT_VolumetricSession, TGT_SignalAutomatedBrowser,
  // TGT_SignalBrowserInconsistency). The others, and the labels, rest on lists that were drawn up from the page in 2026 and
  // agree. Verified bots are let by most common rules. TGT_TokenReuseIp is the name before version 2.0.
  aboutSenders('AWSManagedRulesBotControlRuleSet', 'bot-control', 'aws-managed-rule-groups-bot.html', {
    block: [
      'CategoryAdvertising',
      'CategoryArchiver',
      'CategoryContentFetcher',
      'CategoryEmailClient',
      'CategoryHttpLibrary',
      'CategoryLinkChecker',
      'CategoryMiscellaneous',
      'CategoryMonitoring',
      'CategoryScrapingFramework',
      'CategorySearchEngine',
      'CategorySecurity',
      'CategorySeo',
      'CategorySocialMedia',
      'CategoryAI',
      'CategoryPagePreview',
      'CategoryWebhooks',
      'SignalAutomatedBrowser',
      'SignalKnownBotDataCenter',
      'SignalNonBrowserUserAgent',
      'TGT_VolumetricSessionMaximum',
      'TGT_TokenReuseIpHigh',
      'TGT_TokenReuseCountryHigh',
      'TGT_TokenReuseAsnHigh',
    ],
    challenge: ['TGT_VolumetricIpTokenAbsent', 'TGT_ML_CoordinatedActivityLow'],
    captcha: [
      'TGT_VolumetricSession',
      'TGT_SignalAutomatedBrowser',
      'TGT_SignalBrowserAutomationExtension',
      'TGT_SignalBrowserInconsistency',
      'TGT_ML_CoordinatedActivityMedium',
      'TGT_ML_CoordinatedActivityHigh',
      'TGT_TokenReuseIpMedium',
      'TGT_TokenReuseCountryMedium',
      'TGT_TokenReuseAsnMedium',
    ],
    count: [
      'TGT_TokenAbsent',
      'TGT_TokenReuseIp',
      'TGT_TokenReuseIpLow',
      'TGT_TokenReuseCountryLow',
      'TGT_TokenReuseAsnLow',
    ],
  }),
  // Seen in a full copy of the page of 2026.
  aboutSenders(
    'AWSManagedRulesATPRuleSet',
    'atp',
    'aws-managed-rule-groups-atp.html',
    {
      block: [
        'UnsupportedCognitoIDP',
        'VolumetricIpHigh',
        'VolumetricSession',
        'AttributeCompromisedCredentials',
        'AttributeUsernameTraversal',
        'AttributePasswordTraversal',
        'AttributeLongSession',
        'TokenRejected',
        'SignalMissingCredential',
        'VolumetricIpFailedLoginResponseHigh',
        'VolumetricSessionFailedLoginResponseHigh',
      ],
    },
    ['TokenRejected'],
  ),
  // Seen in a full copy of the page of 2026.
  aboutSenders(
    'AWSManagedRulesACFPRuleSet',
    'acfp',
    'aws-managed-rule-groups-acfp.html',
    {
      block: [
        'UnsupportedCognitoIDP',
        'RiskScoreHigh',
        'SignalCredentialCompromised',
        'AutomatedBrowser',
        'VolumetricSessionHigh',
        'AttributeUsernameTraversalHigh',
        'VolumetricPhoneNumberHigh',
        'VolumetricAddressHigh',
        'VolumetricIPSuccessfulResponse',
        'VolumetricSessionSuccessfulResponse',
        'VolumetricSessionTokenReuseIp',
      ],
      challenge: ['AllRequests'],
      captcha: [
        'SignalClientHumanInteractivityAbsentLow',
        'BrowserInconsistency',
        'VolumetricIpHigh',
        'VolumetricAddressLow',
      ],
    },
    ['AllRequests'],
  ),
  // Names by https://docs.aws.amazon.com/waf/latest/APIReference/API_AWSManagedRulesAntiDDoSRuleSet.html; actions and labels
  // rest on lists that were drawn up from the page in 2026 and agree.
  aboutSenders('AWSManagedRulesAntiDDoSRuleSet', 'anti-ddos', 'aws-managed-rule-groups-anti-ddos.html', {
    block: ['DDoSRequests'],
    challenge: ['ChallengeAllDuringEvent', 'ChallengeDDoSRequests'],
  }),
];
